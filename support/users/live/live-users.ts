import type { Socket } from 'node:net';
import type { NetworkMishap } from '../../environments/live-network';
import type { ScenarioEnvironment } from '../../environments/scenario-environment';
import type { Journal } from '../../evidence/journal';
import { nowMs } from '../../evidence/now';
import { databaseRecords } from '../../probes/database-records';
import { readMetrics, sumOf } from '../../probes/metrics-page';
import { seededRandom } from '../../random/seeded-random';
import { type PersonaName, personaNames, personas } from '../personas';
import type { Writers } from '../writers';
import { LiveClient } from './live-client';
import { connectMute } from './mute-client';

/** Until many have connected, on a busy machine. */
const connectedWithinMs = 20_000;

/** One client, whose it is, and from when on it is to be told. */
export interface LiveUser {
  readonly user: PersonaName;
  readonly client: LiveClient;
  /** So many messages stood in the user's conversation when it first stood: it is to be told of those that come after. */
  knew: number;
}

/** Those who keep the application open. */
export class LiveUsers implements Disposable {
  readonly #environment: ScenarioEnvironment;
  readonly #writers: Writers;
  readonly #journal: Journal;
  readonly #random: () => number;
  readonly #all: LiveUser[] = [];
  readonly #strangers: LiveClient[] = [];
  readonly #mute: Socket[] = [];
  #isDirect = false;
  /** How much waited in the service's memory for clients to read, by its metrics, at each look; bytes. */
  readonly bufferedBytes: number[] = [];

  constructor(environment: ScenarioEnvironment, writers: Writers, journal: Journal) {
    this.#environment = environment;
    this.#writers = writers;
    this.#journal = journal;
    this.#random = seededRandom(environment.seed);
  }

  /** Everybody who was ever connected. */
  get all(): readonly LiveUser[] {
    return this.#all;
  }

  /** Those of one user. @throws when there are none. */
  of(user: PersonaName): readonly LiveUser[] {
    const own = this.#all.filter((each) => each.user === user);
    if (own.length === 0) throw new Error(`${user} is not connected live; a step must connect them first`);
    return own;
  }

  /** Connects so many times; all stand. @throws Compromised when one does not. */
  async haveConnected(user: PersonaName, times = 1): Promise<void> {
    const before = await this.#known(user);
    const added = Array.from({ length: times }, () => this.#add(user, before));
    for (const { client } of added) client.come();
    await this.#untilAll(added, ({ record }) => record.frames.some(hasPosition), 'to be connected live');
  }

  /** So many clients, shared out over the ten users, past the network that can be broken: there would be twice as many connections. */
  async crowdHasConnected(count: number): Promise<void> {
    this.#isDirect = true;
    const added = Array.from({ length: count }, (_, index) =>
      this.#add(personaNames[index % personaNames.length] as PersonaName, 0),
    );
    for (const { client } of added) client.come();
    await this.#untilAll(added, ({ isConnected }) => isConnected, 'to be connected live');
  }

  /** One more tries; what becomes of it is for the Then. */
  async tryToConnect(user: PersonaName | 'stranger', lastEventId?: string): Promise<void> {
    const knew = user === 'stranger' ? 0 : await this.#known(user);
    const client = user === 'stranger' ? this.#stranger() : this.#add(user, knew, lastEventId).client;
    client.come();
    await this.#environment.promptly(
      () => client.record.last?.ending !== undefined || client.record.frames.some(hasPosition),
      () => `${user} heard nothing about a live connection`,
    );
  }

  /** The same where what the client knows cannot be looked up: it is to be told of all that is added from now on. */
  async tryToConnectInOutage(user: PersonaName): Promise<void> {
    const { client } = this.#add(user, 0);
    client.come();
    await this.#environment.promptly(
      () => client.isConnected,
      () => `${user} was not connected live: ${client.record.last?.ending ?? 'nothing was said'}`,
    );
  }

  /** The last one that tried. @throws when nobody did. */
  get lastToTry(): LiveClient {
    const client = this.#strangers.at(-1) ?? this.#all.at(-1)?.client;
    if (!client) throw new Error('Nobody has tried to connect live; a When must come first');
    return client;
  }

  /** All connections of this user end, and do not come back by themselves. @throws Compromised when they stay. */
  async haveGoneAway(user: PersonaName): Promise<void> {
    const gone = this.of(user);
    for (const { client } of gone) client.goAway();
    await this.#untilAll(gone, ({ isConnected }) => !isConnected, 'to be gone');
  }

  /** Comes back while the database is out, is connected, and is told later. @throws Compromised when it is not connected. */
  async comeBackInOutage(user: PersonaName): Promise<void> {
    await this.#environment.levels.become('cache-only', { postgresql: 'killed' });
    this.comeBack(user);
    await this.#untilAll(this.of(user), ({ isConnected }) => isConnected, 'to be connected live');
    await this.#environment.servers.mend('postgresql');
  }

  comeBack(user: PersonaName): void {
    for (const { client } of this.of(user)) client.come();
  }

  /** The same, and is told to start afresh. @throws Compromised when it is not. */
  async hasComeBackAfresh(user: PersonaName, limitMs: number): Promise<void> {
    this.comeBack(user);
    await this.#environment.until(
      () => this.of(user).every(({ client }) => client.record.of('start-afresh').length > 0),
      () => `${user} was to be told to start afresh`,
      limitMs,
    );
  }

  /** One of them ends its connection. @throws Compromised when it stays. */
  async oneLeaves(user: PersonaName): Promise<void> {
    const one = this.of(user).find(({ client }) => client.isConnected) as LiveUser;
    one.client.goAway();
    await this.#untilAll([one], ({ isConnected }) => !isConnected, 'to be gone');
  }

  /** One more connection of this user, over which nothing is read. @throws what the network says. */
  async connectWithoutReading(user: PersonaName): Promise<void> {
    const { url } = await this.#environment.service();
    this.#mute.push(await connectMute(url, personas[user].token));
  }

  /** The first of them reads nothing more. */
  firstStopsReading(user: PersonaName): void {
    this.of(user)[0]?.client.stopReading();
  }

  /** The service has let go of it. @throws an error when it does not: it owes that. */
  async slowReaderIsLetGo(limitMs: number): Promise<void> {
    const { url } = await this.#environment.service();
    await this.#environment.promptly(
      async () => sumOf(await readMetrics(url), 'live_ends_total', { reason: 'silent' }) === 1,
      () => 'the service had not let go of the connection over which nothing is read',
      limitMs,
    );
  }

  firstReadsOn(user: PersonaName): void {
    this.of(user)[0]?.client.readOn();
  }

  /** Long messages, one after another; after each it is looked how much waits to be read. */
  async longMessages(count: number): Promise<void> {
    const { url } = await this.#environment.service();
    for (let each = 0; each < count; each += 1) {
      await this.#writers.addLongMessages(1);
      this.bufferedBytes.push(sumOf(await readMetrics(url), 'live_buffered_bytes'));
    }
  }

  /** The network breaks while messages are added, evenly over the time; after it all is well. */
  async throughMishap(mishap: NetworkMishap, forMs: number, messages: number): Promise<void> {
    const network = this.#environment.liveNetwork;
    const startedAtMs = nowMs();
    await network.break(mishap);
    for (let each = 0; each < messages; each += 1) {
      const dueMs = startedAtMs + (forMs * each) / messages;
      await this.#environment.until(
        () => nowMs() >= dueMs,
        () => 'the time did not pass',
        forMs + 5_000,
      );
      // Once is no test of coming back again.
      if (mishap === 'cut' && each === Math.floor(messages / 2)) await network.break('cut');
      await this.#writers.addMessages(1);
    }
    await network.mend();
  }

  [Symbol.dispose](): void {
    for (const { client } of this.#all) client[Symbol.dispose]();
    for (const client of this.#strangers) client[Symbol.dispose]();
    for (const socket of this.#mute) socket.destroy();
    // A crowd is told of by the probe that looks at it.
    if (this.#all.length <= 20) for (const each of this.#all) this.#tell(each);
  }

  #add(user: PersonaName, knew: number, lastEventId?: string): LiveUser {
    const { token } = personas[user];
    const client = this.#client(token, lastEventId);
    const added = { user, client, knew };
    this.#all.push(added);
    return added;
  }

  #stranger(): LiveClient {
    const client = this.#client(undefined);
    this.#strangers.push(client);
    return client;
  }

  #client(token: string | undefined, lastEventId?: string): LiveClient {
    const network = this.#environment.liveNetwork;
    const url = this.#isDirect ? () => network.directUrl() : () => network.url();
    const random = this.#random;
    return new LiveClient({ url, token, random, ...(lastEventId === undefined ? {} : { lastEventId }) });
  }

  async #known(user: PersonaName): Promise<number> {
    const { conversations, servers } = this.#environment;
    const ids = conversations
      .all()
      .filter(({ owner }) => owner === user)
      .map(({ id }) => id);
    if (ids.length === 0) return 0;
    const { directUrl } = await servers.server('postgresql');
    const { messages } = await databaseRecords(directUrl);
    return messages.filter(({ threadId }) => ids.includes(threadId)).length;
  }

  async #untilAll(
    users: readonly LiveUser[],
    holds: (client: LiveClient) => boolean,
    words: string,
  ): Promise<void> {
    await this.#environment.until(
      () => users.every(({ client }) => holds(client)),
      () => {
        const waiting = users.filter(({ client }) => !holds(client));
        const ends = waiting.map(({ client }) => client.record.last?.ending ?? 'nothing said');
        return `${users.length} clients were ${words}; ${waiting.length} were not (${[...new Set(ends)].join(', ')})`;
      },
      connectedWithinMs,
    );
  }

  #tell({ user, client }: LiveUser): void {
    for (const attempt of client.record.attempts) {
      const stood = attempt.helloAtMs === undefined ? 'in vain' : 'and was connected';
      const ended = attempt.ending === undefined ? '' : `; it ended with ${attempt.ending}`;
      this.#journal.record({
        lane: 'user',
        subject: user,
        atMs: attempt.atMs,
        event: `connected live ${stood}${ended}`,
        details: { ...attempt },
      });
    }
    for (const { atMs, type, body } of client.record.frames.filter((frame) => frame.type !== 'heartbeat'))
      this.#journal.record({
        lane: 'user',
        subject: user,
        atMs,
        event: `was told live: ${type}`,
        details: { ...body, ...(typeof body.text === 'string' ? { text: body.text.slice(0, 80) } : {}) },
      });
  }
}

/** What comes when it is known where a client stands. */
const positions: readonly string[] = ['started', 'resumed', 'start-afresh'];

function hasPosition({ type }: { type: string }): boolean {
  return positions.includes(type);
}
