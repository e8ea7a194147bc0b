import type { BreakerSeen, ServiceState } from '../probes/service-state';

/** The service's state as a person reads it. @param nowMs milliseconds since the epoch. */
export function stateTable({ level, notices, breakers }: ServiceState, nowMs: number): string {
  const rows = breakers.map((breaker) => [
    breaker.name,
    breaker.state,
    `for ${seconds(nowMs - breaker.sinceMs)}`,
    detailOf(breaker, nowMs),
  ]);
  return [
    `Service level: ${level}`,
    ...notices.map(({ code, sentence }) => `Notice: ${sentence} (${code})`),
    ...aligned([['breaker', 'state', 'since', ''], ...rows]),
  ].join('\n');
}

function detailOf({ trialsFromMs, consecutiveFailures }: BreakerSeen, nowMs: number): string {
  if (trialsFromMs !== undefined) {
    return trialsFromMs > nowMs ? `tried again in ${seconds(trialsFromMs - nowMs)}` : 'may be tried now';
  }
  return consecutiveFailures ? `consecutive failures: ${consecutiveFailures}` : '';
}

function seconds(ms: number): string {
  return `${(Math.max(0, ms) / 1000).toFixed(1)} s`;
}

function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
