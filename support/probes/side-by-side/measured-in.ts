import type { ServiceSeen } from '../../environments/outage-watch';
import type { SideBySideRun } from '../../users/side-by-side/side-by-side-traffic';
import { availabilityOf } from './availability';
import { recoveries } from './recoveries';
import type { Measured } from './targets';

/** Until then a return is waited for. */
const recoveryLimitMs = 30_000;

/** What of a run the targets are about: of the service with resilience. Pure. */
export function measuredIn({ told, outages }: SideBySideRun, seen: readonly ServiceSeen[]): Measured {
  const ofDatabase = outages.filter(({ target }) => target === 'database');
  const ofProviders = outages.filter(({ target }) => target.endsWith('provider'));
  const read = told.with.filter(
    ({ operation, dueAtMs, source }) =>
      operation === 'read' &&
      // Whom the database answered after all needed no copy.
      source !== 'database' &&
      ofDatabase.some(({ confirmedAtMs, mendingAtMs }) => dueAtMs >= confirmedAtMs && dueAtMs < mendingAtMs),
  );
  return {
    availability: availabilityOf(told.with),
    failovers: told.with
      .filter(({ manner }) => manner === 'by another provider')
      .map(({ dueAtMs, endedAtMs }) => {
        const outage = ofProviders.findIndex(({ fromMs, toMs }) => dueAtMs < toMs && endedAtMs > fromMs);
        return { tookMs: endedAtMs - dueAtMs, outage: outage < 0 ? undefined : outage };
      }),
    recoveriesMs: recoveries(outages, seen, recoveryLimitMs).map(({ tookMs }) => tookMs),
    copies: { shown: read.filter(({ became }) => became === 'served').length, of: read.length },
  };
}
