/**
 * A duration as OpenAI writes resets: `0s`, `350ms`, `1.5s`, `6m0s`, `1h0m0.5s`, which is how Go prints one.
 * Source: https://platform.openai.com/docs/guides/rate-limits and https://pkg.go.dev/time#Duration.String.
 * @param durationMs rounded up to whole milliseconds.
 */
export function goDuration(durationMs: number): string {
  const wholeMs = Math.ceil(Math.abs(durationMs));
  const sign = durationMs < 0 ? '-' : '';
  if (wholeMs > 0 && wholeMs < 1_000) return `${sign}${wholeMs}ms`;
  const minutes = Math.floor(wholeMs / 60_000);
  const seconds = `${(wholeMs % 60_000) / 1_000}s`;
  if (minutes === 0) return `${sign}${seconds}`;
  const hours = Math.floor(minutes / 60);
  return `${sign}${hours > 0 ? `${hours}h` : ''}${minutes % 60}m${seconds}`;
}
