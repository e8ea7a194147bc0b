import type { RealOutage } from '../../environments/side-by-side/outage-run';
import type { Told } from '../../users/side-by-side/side-by-side-traffic';
import { type Availability, availabilityOf } from './availability';

/** Requests by what they were, by how they were served, and by what was out when they came. */
export interface Breakdown {
  readonly byOperation: Readonly<Record<string, Availability>>;
  /** How many were served how, and how many were not served why. */
  readonly byOutcome: Readonly<Record<string, number>>;
  /** By target and fault; `nothing` for those that met none. A request that came while two things were out counts for both. */
  readonly byFault: Readonly<Record<string, Availability>>;
}

/** Pure. Only what has occurred is named. */
export function breakdownOf(told: readonly Told[], outages: readonly RealOutage[]): Breakdown {
  const met = (each: Told): string[] =>
    outages
      .filter(({ fromMs, toMs }) => each.dueAtMs < toMs && each.endedAtMs > fromMs)
      .map(({ target, fault }) => `${target} ${fault}`);
  const counts: Record<string, number> = {};
  for (const { became, manner, code } of told) {
    const outcome = became === 'served' ? `served ${manner}` : `${became}: ${code}`;
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  }
  return {
    byOperation: grouped(told, ({ operation }) => [operation]),
    byOutcome: counts,
    byFault: grouped(told, (each) => {
      const faults = met(each);
      return faults.length > 0 ? faults : ['nothing'];
    }),
  };
}

function grouped(
  told: readonly Told[],
  namesOf: (each: Told) => readonly string[],
): Record<string, Availability> {
  const groups = new Map<string, Told[]>();
  for (const each of told)
    for (const name of namesOf(each)) {
      const group = groups.get(name) ?? [];
      groups.set(name, group);
      group.push(each);
    }
  return Object.fromEntries([...groups].map(([name, group]) => [name, availabilityOf(group)]));
}
