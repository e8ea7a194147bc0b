import { nowMs } from './now';

const betweenLooksMs = 10;

/** How long the absence of something is watched, where nothing else is said. */
export const quietPeriodMs = 150;

/**
 * Looks over a quiet period whether something is so and stays so: that is how absence is shown.
 * @throws an error with what was seen as soon as it is not so.
 */
export async function steadily<T>(
  look: () => Promise<T> | T,
  satisfies: (seen: T) => boolean,
  describe: (seen: T) => string,
  quietMs = quietPeriodMs,
): Promise<void> {
  const startedAtMs = nowMs();
  for (;;) {
    const seen = await look();
    const afterMs = Math.round(nowMs() - startedAtMs);
    if (!satisfies(seen))
      throw new Error(`${describe(seen)} (seen ${afterMs} ms into a quiet period of ${quietMs} ms)`);
    if (afterMs >= quietMs) return;
    await new Promise((resolve) => setTimeout(resolve, betweenLooksMs));
  }
}
