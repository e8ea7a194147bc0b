import { nowMs } from './now';

const betweenLooksMs = 10;

/**
 * Looks until what is seen satisfies, or the limit is over.
 * @param limitMs how long it may take.
 * @returns what satisfied.
 * @throws an error with what was last seen.
 */
export async function eventually<T>(
  look: () => Promise<T> | T,
  satisfies: (seen: T) => boolean,
  limitMs: number,
  describe: (seen: T) => string,
): Promise<T> {
  const untilMs = nowMs() + limitMs;
  for (;;) {
    const seen = await look();
    // A look that came back after the limit proves nothing about the time before it; without a limit one look is enough.
    const isOver = nowMs() > untilMs;
    if (satisfies(seen) && (!isOver || limitMs === 0)) return seen;
    if (isOver) throw new Error(`${describe(seen)}, and still so after ${limitMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, betweenLooksMs));
  }
}
