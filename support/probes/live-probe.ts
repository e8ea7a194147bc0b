import { expect } from 'chai';
import type { ScenarioEnvironment } from '../environments/scenario-environment';
import { eventually } from '../evidence/eventually';
import { steadily } from '../evidence/steadily';
import { Inconclusive } from '../evidence/verdict';
import type { LiveClient } from '../users/live/live-client';
import type { LiveUser } from '../users/live/live-users';
import type { PersonaName } from '../users/personas';
import type { Users } from '../users/users';
import { databaseRecords, type MessageRecord } from './database-records';
import { readMetrics, sumOf } from './metrics-page';

/** THEN: what people were told over live connections, held against what stands in the database. */
export class LiveProbe {
  readonly #environment: ScenarioEnvironment;
  readonly #users: Users;

  constructor(environment: ScenarioEnvironment, users: Users) {
    this.#environment = environment;
    this.#users = users;
  }

  /**
   * Each client of the user comes to have been told of every message that was added since it first stood: once, whole, and
   * in the order in which they stand in the conversation; and of nothing else.
   */
  async toldOnceAndInOrder(user: PersonaName, limitMs: number): Promise<void> {
    for (const each of this.#users.live.of(user)) await this.#isToldOf(each, limitMs);
  }

  /** No client of the user is told of any message. */
  async toldOfNone(user: PersonaName): Promise<void> {
    const own = this.#users.live.of(user);
    await steadily(
      () => own.flatMap(({ client }) => client.record.of('message')).length,
      (seen) => seen === 0,
      (seen) => `${user} was told live of ${seen} messages; expected none`,
    );
  }

  /** Each client of the user was cut off, came back, and went on where it had left off. */
  everyoneWasResumed(user: PersonaName): void {
    for (const { client } of this.#users.live.of(user)) {
      const { record } = client;
      expect(record.of('resumed').length, 'times that a connection was resumed').to.be.at.least(1);
      expect(record.of('start-afresh').length, 'times that it had to start afresh').to.equal(0);
    }
  }

  /** Each client of the user comes to be told this about where it stands. */
  async isTold(user: PersonaName, type: string, limitMs: number): Promise<void> {
    for (const { client } of this.#users.live.of(user))
      await eventually(
        () => client.record.frames.map((frame) => frame.type),
        (types) => types.includes(type),
        limitMs,
        (types) => `${user} was to be told live "${type}"; all that came: ${types.join(', ')}`,
      );
  }

  /** Of the messages that were added until it was told to start afresh the client is told nothing; of those after it everything, once and in order. */
  async toldOnlyOfWhatCameAfter(user: PersonaName, limitMs: number): Promise<void> {
    for (const { client } of this.#users.live.of(user)) {
      const afreshAtMs = client.record.of('start-afresh').at(-1)?.atMs;
      if (afreshAtMs === undefined) throw new Error(`${user} was not told to start afresh`);
      const { attempts } = this.#users.writers;
      const added = attempts.filter((each) => each.user === user && each.invokedAtMs > afreshAtMs).length;
      if (added === 0) throw new Inconclusive('nothing was added after the client had come back');
      const expected = (await this.#messages(user)).slice(-added).map((each) => keyOf(each.threadId, each));
      await this.#comesToBe(user, client, () => Promise.resolve(expected), limitMs);
    }
  }

  /** The last one that tried was refused with this code, and is not coming back if that would not help. */
  lastIsRefused(code: string): void {
    const { record } = this.#users.live.lastToTry;
    expect(record.of('hello').length, 'times that it was let in').to.equal(0);
    expect(record.last?.ending, 'what it was told').to.equal(code);
  }

  /** Each client of the user is hung up upon with this reason, within the time of its account's or sign-in's end, and stays away. */
  async isSignedOut(user: PersonaName, reason: string, limitMs: number): Promise<void> {
    const own = this.#users.live.of(user);
    const endedAtMs = this.#environment.accounts.endedAtMs(user);
    for (const { client } of own) {
      const { last } = client.record;
      await eventually(
        () => last?.endedAtMs,
        (seen) => seen !== undefined,
        limitMs + 2_000,
        () => `a live connection of ${user} still stood`,
      );
      expect(last?.ending, `why a live connection of ${user} ended`).to.equal(reason);
      expect((last?.endedAtMs ?? 0) - endedAtMs, 'milliseconds until it ended').to.be.within(0, limitMs);
    }
    await steadily(
      () => own.filter(({ client }) => client.record.last?.endedAtMs === undefined).length,
      (seen) => seen === 0,
      (seen) => `${seen} live connections of ${user} came back`,
    );
  }

  /** Every connection of this user has been one and the same from the beginning, and stays so. */
  async stands(user: PersonaName, forMs: number): Promise<void> {
    const own = this.#users.live.of(user);
    await steadily(
      () => own.flatMap(({ client }) => client.record.attempts),
      (attempts) => attempts.length === own.length && own.every(({ client }) => client.isConnected),
      (attempts) =>
        `${own.length} live connections were to stand; they ended with: ${attempts.map(({ ending }) => ending).join(', ')}`,
      forMs,
    );
  }

  /** Both sides have noticed that nothing gets through any more: the client has given the connection up, the service has let go of it. */
  async bothSidesHaveLetGo(user: PersonaName, limitMs: number): Promise<void> {
    const brokenAtMs = this.#environment.liveNetwork.lastChangeAtMs;
    const first = this.#users.live.of(user).flatMap(({ client }) => client.record.attempts.slice(0, 1));
    await eventually(
      () => first.filter(({ endedAtMs }) => endedAtMs === undefined).length,
      (seen) => seen === 0,
      limitMs,
      (seen) => `${seen} clients had not noticed that nothing came any more`,
    );
    for (const { ending, endedAtMs } of first) {
      expect(ending, 'why the client gave the connection up').to.equal('silent');
      expect((endedAtMs ?? 0) - brokenAtMs, 'milliseconds until it noticed').to.be.at.most(limitMs);
    }
    await eventually(
      () => this.#counted('live_ends_total', { reason: 'silent' }),
      (seen) => seen === first.length,
      limitMs,
      (seen) => `the service had let go of ${seen} silent connections; expected ${first.length}`,
    );
    await this.countsConnections(0);
  }

  /** By the metrics so many connections stand. */
  async countsConnections(count: number): Promise<void> {
    await eventually(
      () => this.#counted('live_connections'),
      (seen) => seen === count,
      2_000,
      (seen) => `the metrics count ${seen} live connections; expected ${count}`,
    );
  }

  /** By the metrics as many connections stand as clients are connected, and as many messages were told as they have received. */
  async isCounted(): Promise<void> {
    const { all } = this.#users.live;
    await this.countsConnections(all.filter(({ client }) => client.isConnected).length);
    const received = all.flatMap(({ client }) => client.record.of('message')).length;
    expect(await this.#counted('live_messages_total'), 'messages told live').to.equal(received);
  }

  /** The last one that tried, and was refused, comes by itself and is let in. */
  async lastIsLetInWithin(limitMs: number): Promise<void> {
    const client = this.#users.live.lastToTry;
    const [first] = client.record.attempts;
    expect(first?.helloAtMs, 'when the first attempt was let in').to.equal(undefined);
    await eventually(
      () => client.isConnected,
      (seen) => seen,
      limitMs,
      () => `it was told ${client.record.attempts.map(({ ending }) => ending).join(', ')}`,
    );
  }

  /** What waited in memory for clients to read was never more than this, at any of the looks since it began to be looked at. */
  mostBuffered(bytes: number): void {
    const looks = this.#users.live.bufferedBytes;
    if (looks.length < 10) throw new Inconclusive(`it was looked ${looks.length} times only`);
    const most = Math.max(...looks);
    if (most === 0) throw new Inconclusive('nothing ever waited to be read');
    expect(most, 'bytes that waited in memory').to.be.at.most(bytes);
  }

  async #isToldOf({ user, client, knew }: LiveUser, limitMs: number): Promise<void> {
    const added = async (): Promise<string[]> =>
      (await this.#messages(user)).slice(knew).map((each) => keyOf(each.threadId, each));
    const sinceMs = client.record.attempts[0]?.atMs ?? 0;
    const acknowledged = this.#users.writers.attempts.filter(
      ({ outcome, writing, invokedAtMs, ...attempt }) =>
        outcome === 'acknowledged' &&
        writing?.kind === 'message' &&
        attempt.user === user &&
        invokedAtMs > sinceMs,
    ).length;
    if (acknowledged === 0) throw new Inconclusive(`nothing of ${user} was acknowledged`);
    await this.#comesToBe(user, client, added, limitMs, acknowledged);
  }

  /** What the client was told of comes to be just this, and stays so. */
  async #comesToBe(
    user: PersonaName,
    client: LiveClient,
    expected: () => Promise<string[]>,
    limitMs: number,
    atLeast = 1,
  ): Promise<void> {
    const told = (): string[] => client.record.of('message').map(({ body }) => keyOf(body.thread, body));
    let stand: string[] = [];
    await eventually(
      async () => {
        stand = await expected();
        return told();
      },
      (seen) => stand.length >= atLeast && seen.length >= stand.length,
      limitMs,
      (seen) =>
        `${user} was told live of ${seen.length} messages; ${stand.length} were added, ${atLeast} at least were acknowledged`,
    );
    // A repetition would come now.
    await steadily(
      told,
      (seen) => seen.join() === stand.join(),
      (seen) => `${user} was told live of ${describe(seen)}; expected ${describe(stand)}`,
    );
    const ids = client.record.of('message').map(({ body }) => body.id);
    expect(new Set(ids).size, 'different ids').to.equal(ids.length);
  }

  /** What stands in the user's conversations, in order. */
  async #messages(user: PersonaName): Promise<MessageRecord[]> {
    const { conversations, servers } = this.#environment;
    const ids = conversations.all().filter(({ owner }) => owner === user);
    const { messages } = await databaseRecords((await servers.server('postgresql')).directUrl);
    return messages.filter(({ threadId }) => ids.some(({ id }) => id === threadId));
  }

  async #counted(name: string, labels: Readonly<Record<string, string>> = {}): Promise<number> {
    const running = await this.#environment.life.running();
    const pages = await Promise.all(running.map(({ url }) => readMetrics(url)));
    return pages.reduce((sum, page) => sum + sumOf(page, name, labels), 0);
  }
}

function keyOf(thread: string, { position, text }: { position: number; text: string }): string {
  return `${thread} ${position} ${text}`;
}

/** Positions, shortly. */
function describe(keys: readonly string[]): string {
  return `${keys.length}: positions ${keys.map((key) => key.split(' ')[1]).join(' ')}`;
}
