/** The first moment from `atMs` on that a date without fractions can name; milliseconds since the epoch, as is `atMs`. */
export function wholeSecond(atMs: number): Date {
  return new Date(Math.ceil(atMs / 1_000) * 1_000);
}
