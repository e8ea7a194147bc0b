/** What the specification must show, by the id that a Rule or Scenario carries as its tag. In our own words. */
export const CRITERIA: Readonly<Record<string, string>> = {
  'LF-1': 'Another provider answers within 5 seconds',
  'LF-2': 'Switching providers loses no request',
  'LF-3': 'The primary is used again by itself once it is back',
  'LF-4': 'One failing provider does not take others down with it',
  'RL-1': 'A rate limit is answered by waiting as long as it asks',
  'RL-2': 'Clients that were limited do not come back all at once',
  'RL-3': 'When a limit lifts, work goes on as before',
  'RL-4': 'A limited user is told what happened and when to return',
  'DB-1': 'Reads are served from the cache while the database is out',
  'DB-2': 'The service level falls one step at a time',
  'DB-3': 'Everything returns when the database does',
  'DB-4': 'No stored data is damaged or contradicts itself',
  'CB-1': 'Reaching the failure threshold opens the breaker',
  'CB-2': 'A half-open breaker admits only its trials',
  'CB-3': 'Successful trials close the breaker',
  'CB-4': 'Every breaker change can be seen in logs and metrics',
  'GD-1': 'The core keeps working whatever else is out',
  'GD-2': 'Users are told what is limited',
  'GD-3': 'What matters most is served first',
  'GD-4': 'Recovery needs no one and disturbs no one',
  'PR-1': 'Failover in under 5 s',
  'PR-2': 'Recovery in under 30 s after the dependency is back',
  'PR-3': 'More than 80 % of reads hit the cache in a database outage',
  'PR-4': 'Fewer than 1 % errors in normal operation',
  'FR-1': 'Every breaker can be open, half-open and closed',
  'FR-2': 'Retries back off exponentially with jitter',
  'FR-3': 'In an outage the cache serves what is stale, and says so',
  'FR-4': 'Notices explain limitations plainly',
  'BR-1': 'No failure loses acknowledged data',
  'BR-2': 'Work that earns money goes first',
  'BR-3': 'The service level agreement holds while degraded',
  'BR-4': 'Customer support hears of outages automatically',
  'EH-1': 'Each failure is logged with its context',
  'EH-2': 'Each error has a class: transient, degraded, persistent or fatal',
  'EH-3': 'Breakers are watched and raise alerts',
  'EH-4': 'Recovery takes no manual step',
  'MO-1': 'State changes of breakers are logged',
  'MO-2': 'Retries are counted',
  'MO-3': 'The service level is recorded over time',
  'MO-4': 'The time to recover is measured',
  'IN-1': 'Live connections come back after a break and miss nothing',
  'IN-2': 'The database is reached through a pool that checks its health',
  'IN-3': 'Every question goes through the choice of provider',
  'IN-4': 'Cache entries expire and are invalidated in time',
  'IF-1': 'There is more than one provider to choose from',
  'IF-2': 'Redis holds what is served when the source is out',
  'IF-3': 'PostgreSQL connections are pooled',
  'IF-4': 'ClickHouse may be absent',
  'IF-5': 'WebSocket connections are kept and counted',
  'MS-1': 'Prometheus scrapes the metrics',
  'MS-2': 'Grafana shows them live',
  'MS-3': 'Alertmanager notifies of failures',
  'MS-4': 'Logs can be analysed in one place',
  'DS-1': 'Ten users with different permissions take part',
  'DS-2': 'Traffic is steady, in bursts, and heavy',
  'DS-3': 'Faults are time-outs, lost connections and slow services',
  'DS-4': 'Recoveries are immediate, gradual and partial',
  'KP-1': 'Mean time to recovery under 30 s',
  'KP-2': 'Mean time between failures over 24 h',
  'KP-3': 'Availability over 99.9 %, degraded operation counted in',
  'KP-4': 'Cache hits over 80 % in outages',
  'CO-1': 'Every critical path has been run with a failure in it',
  'CO-2': 'Nearly every error handler has met a real failure',
  'CO-3': 'Nine in ten breaker transitions have been seen',
  'CO-4': 'Every service level has been seen',
  'IS-1': 'Tests run apart from everything else',
  'IS-2': 'Production data and hosts are out of reach',
  'IS-3': 'Only what a run started itself can be broken by it',
  'IS-4': 'A run leaves nothing behind',
  'RB-1': 'A failed scenario is cleaned up after too',
  'RB-2': 'Each scenario starts with fresh breakers',
  'RB-3': 'Each scenario starts with an empty cache',
  'RB-4': 'Each scenario starts with working database connections',
  'CM-1': 'Outage and return of a provider are noticed without user traffic',
  'CM-2': 'Requests held back wait in a bounded, fair queue',
  'CM-3': 'All service levels are passed through, down and up',
  'CM-4': 'The class of an error decides what is done about it',
  'CM-5': 'The same features judge a staging environment',
  'BV-1': 'The same faults cost far more availability without resilience than with it',
  'RP-1': 'The report opens with a verdict for executives',
  'RP-2': 'The report details each failure scenario',
  'RP-3': 'The report gives performance against the agreed levels',
  'RP-4': 'The report says how well the breakers worked',
  'RP-5': 'The report recommends what to improve',
  'DL-1': 'The tests themselves are delivered',
  'DL-2': 'A run delivers its report',
  'DL-3': 'Breaker settings are recommended',
  'DL-4': 'Dashboards are delivered',
  'DL-5': 'A runbook tells how to recover by hand',
  'FU-1': 'The tests run on a schedule',
};

/** Matches a tag that looks like a criterion, known or not. */
const CRITERION_TAG = /^@?([A-Z]{2}-\d+)$/;

/** The criterion ids among the tags, known ones only, in order, each once. */
export function criteriaAmong(tags: readonly string[]): string[] {
  const ids = tags.map((tag) => CRITERION_TAG.exec(tag)?.[1]).filter((id) => id !== undefined);
  return [...new Set(ids)].filter((id) => id in CRITERIA);
}

/**
 * What somebody who typed this tag may have meant: those that differ in at most two characters, nearest first.
 * @param known the tags to choose from, with their `@`.
 */
export function tagsNear(tag: string, known: Iterable<string>): string[] {
  return [...new Set(known)]
    .map((candidate) => ({
      candidate,
      distance: distanceBetween(tag.toUpperCase(), candidate.toUpperCase()),
    }))
    .filter(({ distance }) => distance <= 2)
    .sort((one, other) => one.distance - other.distance)
    .slice(0, 5)
    .map(({ candidate }) => candidate);
}

/** Levenshtein's distance. */
function distanceBetween(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...one].entries()) {
    const next = [index + 1];
    for (const [column, otherLetter] of [...other].entries())
      next.push(
        Math.min(
          (row[column + 1] ?? 0) + 1,
          (next[column] ?? 0) + 1,
          (row[column] ?? 0) + Number(letter !== otherLetter),
        ),
      );
    row = next;
  }
  return row.at(-1) ?? 0;
}
