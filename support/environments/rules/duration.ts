const unitMs: Record<string, number> = { millisecond: 1, second: 1_000, minute: 60_000 };

/** The pattern of a duration in a step: `500 milliseconds`, `1 second`. */
export const durationPattern = /\d+(?:\.\d+)? (?:millisecond|second|minute)s?/;

/**
 * Reads a duration.
 * @returns milliseconds
 * @throws when it is none.
 */
export function parseDuration(text: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?) (millisecond|second|minute)s?$/.exec(text.trim()) ?? [];
  if (number === undefined || unit === undefined) {
    throw new Error(`A duration must read like "500 milliseconds" or "2 seconds"; got "${text}"`);
  }
  return Number(number) * (unitMs[unit] as number);
}
