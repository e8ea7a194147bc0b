import type { ScenarioEnvironment } from '../environments/scenario-environment';
import { eventually } from '../evidence/eventually';
import type { Journal } from '../evidence/journal';
import { nowMs } from '../evidence/now';
import { type OutageRun, outagePicture } from '../evidence/outage-picture';
import type { RecordedReading } from '../users/readers';
import type { Users } from '../users/users';
import type { RecordedWrite } from '../users/writers';

/** THEN: what an outage of storage looked like from outside, and when it was over. */
export class OutageProbe {
  readonly #environment: ScenarioEnvironment;
  readonly #users: Users;
  readonly #journal: Journal;

  constructor(environment: ScenarioEnvironment, users: Users, journal: Journal) {
    this.#environment = environment;
    this.#users = users;
    this.#journal = journal;
  }

  /** Full service and nothing that waits, no later than this after the last server was mended. */
  async asBeforeWithin(limitMs: number): Promise<void> {
    const { outageWatch, lastChangeAtMs } = this.#environment;
    const wellAtMs = (await eventually(
      () => outageWatch.wellAtMs(lastChangeAtMs),
      (atMs) => atMs !== undefined,
      Math.max(1, lastChangeAtMs + limitMs - nowMs()),
      () => `the service last showed ${JSON.stringify(outageWatch.seen.at(-1))}`,
    )) as number;
    const afterMs = Math.round(wellAtMs - lastChangeAtMs);
    const event = `full service and nothing that waited ${afterMs} ms after the return`;
    this.#journal.record({ lane: 'scenario', subject: 'measured', event, details: { afterMs } });
    if (afterMs > limitMs)
      throw new Error(`full service was to be back within ${limitMs} ms; it took ${afterMs} ms`);
  }

  /** Keeps a picture of what users got, and of what the service said, under what was broken; none where nothing was. */
  attachTimeline(title: string): void {
    const { conversations, outageWatch, servers } = this.#environment;
    const { readers, writers } = this.#users;
    const { outages } = servers;
    const owners = new Map(conversations.all().map(({ id, owner }) => [id, owner]));
    // That nobody is shown what belongs to another is no failure of the service.
    const own = readers.readings.filter(({ id, reader }) => (owners.get(id) ?? reader) === reader);
    const { seen } = outageWatch;
    if (outages.length === 0 || seen.length === 0) return;
    this.#journal.attach(
      outagePicture({
        title,
        bands: outages.map(({ kind, fault, fromMs, toMs }) => ({
          name: `${kind === 'postgresql' ? 'database' : 'cache'} ${fault}`,
          fromMs,
          toMs,
        })),
        reads: own.map((reading) => ({ atMs: reading.endedAtMs, from: sourceOf(reading) })),
        writes: [...writers.attempts, ...writers.repeats].map((attempt) => ({
          atMs: attempt.endedAtMs,
          outcome: outcomeOf(attempt),
        })),
        levels: seen.map(({ atMs, level = 'no answer' }) => ({ atMs, level })),
        // A service that cannot look shows none.
        journalDepth: seen.flatMap(({ atMs, waiting: depth = Number.NaN }) =>
          Number.isNaN(depth) ? [] : [{ atMs, depth }],
        ),
      }),
    );
  }
}

function sourceOf({ messages, freshness, code }: RecordedReading): OutageRun['reads'][number]['from'] {
  if (!messages) return code === 'not_checkable' ? 'cannot be checked' : 'refused';
  if (freshness?.source === 'database') return 'database';
  return freshness?.isStale ? 'stale copy' : 'fresh copy';
}

function outcomeOf({ outcome, status }: RecordedWrite): OutageRun['writes'][number]['outcome'] {
  if (outcome !== 'acknowledged') return outcome;
  return status === 202 ? 'accepted' : 'done';
}
