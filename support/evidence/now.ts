/** Milliseconds since the epoch with fractions; never goes back, unlike `Date.now`. */
export function nowMs(): number {
  return performance.timeOrigin + performance.now();
}
