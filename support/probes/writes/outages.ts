import type { ServerOutage } from '../../environments/scenario-servers';
import type { Outage } from '../../ledger/history';

/** The stretches in which at least one server was broken, by time. */
export function anyOut(outages: readonly Outage[]): Outage[] {
  const united: { fromMs: number; toMs: number }[] = [];
  for (const { fromMs, toMs } of [...outages].sort((one, other) => one.fromMs - other.fromMs)) {
    const last = united.at(-1);
    if (last && fromMs <= last.toMs) last.toMs = Math.max(last.toMs, toMs);
    else united.push({ fromMs, toMs });
  }
  return united;
}

/** The stretches in which PostgreSQL and Redis were both broken, by time. */
export function allOut(outages: readonly ServerOutage[]): Outage[] {
  const of = (kind: ServerOutage['kind']): Outage[] => anyOut(outages.filter((each) => each.kind === kind));
  const redis = of('redis');
  return of('postgresql').flatMap((one) =>
    redis
      .map((other) => ({
        fromMs: Math.max(one.fromMs, other.fromMs),
        toMs: Math.min(one.toMs, other.toMs),
      }))
      .filter(({ fromMs, toMs }) => fromMs < toMs),
  );
}
