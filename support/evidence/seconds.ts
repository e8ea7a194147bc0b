/** A length of time as people say it: `0.25 s`, `2.1 s`, `42 s`, `4 min 20 s`. @param ms from 0. */
export function seconds(ms: number): string {
  const whole = Math.round(ms / 1_000);
  if (ms < 1_000) return `${Number((ms / 1_000).toFixed(2))} s`;
  if (ms < 10_000) return `${Number((ms / 1_000).toFixed(1))} s`;
  if (whole < 120) return `${whole} s`;
  return whole % 60 === 0 ? `${whole / 60} min` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
