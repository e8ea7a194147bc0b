import { expect } from 'chai';
import type { ScenarioEnvironment } from '../environments/scenario-environment';
import { eventually } from '../evidence/eventually';
import type { Journal } from '../evidence/journal';
import { nowMs } from '../evidence/now';
import { Inconclusive } from '../evidence/verdict';
import { onPostgres } from '../faults/questions/on-postgres';
import type { Users } from '../users/users';
import { readMetrics, sumOf } from './metrics-page';

/** Two looks at what may just be changing. */
const agreeWithinMs = 1_000;

/** THEN: the connections to the database, by the database's own account and the network's, held against the metrics. */
export class PoolProbe {
  readonly #environment: ScenarioEnvironment;
  readonly #users: Users;
  readonly #journal: Journal;

  constructor(environment: ScenarioEnvironment, users: Users, journal: Journal) {
    this.#environment = environment;
    this.#users = users;
    this.#journal = journal;
  }

  /** The limit runs from the last thing that was broken or mended. */
  async databaseCountsAtLeast(least: number, limitMs: number): Promise<void> {
    await eventually(
      () => this.#sessions(),
      (seen) => seen >= least,
      Math.max(1, this.#environment.lastChangeAtMs + limitMs - nowMs()),
      (seen) => `the database counted ${seen} connections of the service; expected at least ${least}`,
    );
    this.#environment.measured(`the pool had ${least} connections`);
  }

  /** What the service says of its pool is what the database sees, and nobody waits. */
  async metricsCountTheSame(): Promise<void> {
    const { url } = await this.#environment.service();
    await eventually(
      async () => {
        const samples = await readMetrics(url);
        const counted = samples.filter(({ name }) => name === 'database_connections');
        const waiting = sumOf(samples, 'database_connections_waited_for');
        const sessions = await this.#sessions();
        return {
          isTold: counted.length > 0,
          told: sumOf(samples, 'database_connections'),
          sessions,
          waiting,
        };
      },
      ({ isTold, told, sessions, waiting }) => isTold && told === sessions && waiting === 0,
      agreeWithinMs,
      ({ told, sessions, waiting }) =>
        `the metrics told of ${told} connections and ${waiting} who wait for one; the database counted ${sessions}`,
    );
  }

  /** By the network: of the connections of the scenario's readers no more stood at any one moment. */
  async neverMoreThan(most: number): Promise<void> {
    const { proxy } = await this.#environment.servers.server('postgresql');
    const all = this.#users.readers.readings;
    const since = Math.min(...all.map(({ askedAtMs }) => askedAtMs));
    const relevant = proxy.connections.filter(({ closedAtMs }) => (closedAtMs ?? Infinity) >= since);
    const openAt = (atMs: number): number =>
      relevant.filter(
        ({ acceptedAtMs, closedAtMs }) => acceptedAtMs <= atMs && (closedAtMs ?? Infinity) > atMs,
      ).length;
    const peak = Math.max(...relevant.map(({ acceptedAtMs }) => openAt(acceptedAtMs)));
    const event = `at most ${peak} connections to the database stood at once, for ${all.length} readers`;
    this.#journal.record({ lane: 'scenario', subject: 'measured', event, details: { peak } });
    expect(peak, event).to.be.at.most(most);
    const told = sumOf(
      await readMetrics((await this.#environment.service()).url),
      'database_connections_most',
    );
    expect(told, 'connections that there may be at most, by the metrics').to.equal(most);
  }

  /**
   * Whoever read was shown the conversation, or told that it cannot be checked, in this time.
   * @throws Inconclusive when not both happened: then there was no shortage, or nothing but one.
   */
  everyReaderIsAnsweredWithin(limitMs: number): void {
    const { readings } = this.#users.readers;
    for (const { askedAtMs, endedAtMs, messages, code, status } of readings) {
      const isAnswered = messages !== undefined || code === 'not_checkable' || code === 'too_busy';
      expect(isAnswered, `a reading: ${code ?? status}`).to.equal(true);
      expect(endedAtMs - askedAtMs, 'milliseconds until a reader was answered').to.be.at.most(limitMs);
    }
    const shown = readings.filter(({ messages }) => messages !== undefined).length;
    if (shown === 0 || shown === readings.length)
      throw new Inconclusive(`${shown} of ${readings.length} readers were shown what they asked for`);
  }

  async #sessions(): Promise<number> {
    const { url, directUrl } = await this.#environment.servers.server('postgresql');
    const { username } = new URL(url);
    return onPostgres(directUrl, async (client) => {
      const { rows } = await client.query(
        `select count(*)::int as sessions from pg_stat_activity
         where backend_type = 'client backend' and usename = $1`,
        [username],
      );
      return rows[0].sessions;
    });
  }
}
