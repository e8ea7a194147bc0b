import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { ScenarioEnvironment } from '../../environments/scenario-environment';
import { outagePlan, type Target } from '../../environments/side-by-side/outage-plan';
import { type RealOutage, sufferOutages } from '../../environments/side-by-side/outage-run';
import type { Side } from '../../environments/side-by-side/side-by-side';
import type { Journal } from '../../evidence/journal';
import { nowMs } from '../../evidence/now';
import { readMetrics, type Sample } from '../../probes/metrics-page';
import type { Operation, PersonaName } from '../personas';
import type { Readers } from '../readers';
import { openLoop } from '../traffic/open-loop';
import type { ThroughOutage } from '../traffic/through-outage';
import type { Writers } from '../writers';
import { type Fulfilment, fulfil, readingIn } from './fulfil';
import { KeptConnections } from './kept-connections';
import { type Wish, wishesFor } from './wishes';

/** What two busy cores bear for two services, with what they use and all that looks on. */
const perSecond = 110;
/** Longer nobody waits: the plan's limit for another provider's answer. */
export const patienceMs = 5_000;
/** A service that has just started is slow at first: so many are asked and not counted, never more than so many at once. */
const warmUp = { count: 240, atOnce: 4 };

/** A request and what became of it. */
export interface Told extends Omit<Fulfilment, 'body'> {
  readonly operation: Operation;
  /** By the schedule; from here its time is measured. Milliseconds since the epoch. */
  readonly dueAtMs: number;
  /** Where a conversation was shown: where it was had. */
  readonly source: 'database' | 'cache' | undefined;
}

/** A while of faults, as it was. Times are milliseconds since the epoch. */
export interface SideBySideRun {
  readonly told: { readonly with: readonly Told[]; readonly without: readonly Told[] };
  readonly outages: readonly RealOutage[];
  readonly beganAtMs: number;
  /** When the last request was due. */
  readonly endedAtMs: number;
  /** How late the latest request was sent, and for how long this process stood still at most. */
  readonly mostLateMs: number;
  readonly stoodStillMs: number;
  /** What the service with resilience showed of itself before and after. */
  readonly metrics: { readonly before: readonly Sample[]; readonly after: readonly Sample[] };
}

/** WHEN the same requests go to two services at the same moments. */
export class SideBySideTraffic {
  readonly #environment: ScenarioEnvironment;
  readonly #journal: Journal;
  readonly #readers: Readers;
  readonly #writers: Writers;
  readonly #throughOutage: ThroughOutage;
  #run: SideBySideRun | undefined;
  #sent = 0;

  constructor(
    environment: ScenarioEnvironment,
    journal: Journal,
    { readers, writers, throughOutage }: { readers: Readers; writers: Writers; throughOutage: ThroughOutage },
  ) {
    this.#environment = environment;
    this.#journal = journal;
    this.#readers = readers;
    this.#writers = writers;
    this.#throughOutage = throughOutage;
  }

  /** @throws when nothing has gone side by side. */
  get run(): SideBySideRun {
    if (!this.#run) throw new Error('Nothing has gone to two services; a When must send it');
    return this.#run;
  }

  /**
   * So many requests go to both, while each dependency is out for its share of the time. In the end everything is mended, and
   * users ask again what they know nothing of.
   */
  async throughOutages(count: number, shares: Readonly<Record<Target, number>>): Promise<void> {
    const { broughtAbout, conversations, outageWatch, seed, sideBySide, servers } = this.#environment;
    const forMs = (1_000 * count) / perSecond;
    const plan = outagePlan({ forMs, seed, shares });
    const size = conversations.shelf.length;
    await this.#warmUp(wishesFor({ count: warmUp.count, perSecond, conversations: size, seed: seed + 1 }));
    await broughtAbout.everythingWell();
    sideBySide.beginWatching();
    const before = await readMetrics(sideBySide.sides[0].url);
    const lag = monitorEventLoopDelay({ resolution: 10 });
    lag.enable();
    const wishes = wishesFor({ count, perSecond, conversations: size, seed });
    const beganAtMs = nowMs();
    const end = new AbortController();
    const suffering = sufferOutages(this.#environment, plan, beganAtMs);
    suffering.catch(() => end.abort()); // What was sent in vain need not be sent to the end.
    const sent = await this.#send(wishes, end.signal);
    const outages = await suffering;
    lag.disable();
    const lastMendedAtMs = Math.max(...outages.map(({ toMs }) => toMs), servers.lastChangeAtMs);
    await this.#environment
      .until(
        () => outageWatch.wellAtMs(lastMendedAtMs) !== undefined,
        () => '',
        31_000,
      )
      .catch(() => {}); // Whether it came in time is for the Then to say.
    this.#run = {
      told: sent.told,
      outages,
      beganAtMs,
      endedAtMs: beganAtMs + (wishes.at(-1)?.atMs ?? 0),
      mostLateMs: sent.mostLateMs,
      stoodStillMs: lag.max / 1e6,
      metrics: { before, after: await readMetrics(sideBySide.sides[0].url) },
    };
    await this.#throughOutage.askAgain();
  }

  /** As fast as the slower of the two is by then. */
  async #warmUp(wishes: readonly Wish[]): Promise<void> {
    const connections = this.#connections();
    const left = wishes.values();
    const askInTurn = async (): Promise<void> => {
      // Each takes from the same iterator, so nothing is asked twice.
      for (const wish of left) await this.#askBoth(wish, connections, nowMs());
    };
    try {
      await Promise.all(Array.from({ length: warmUp.atOnce }, askInTurn));
    } finally {
      for (const each of connections) each.close();
    }
  }

  async #send(
    wishes: readonly Wish[],
    signal: AbortSignal,
  ): Promise<{ told: SideBySideRun['told']; mostLateMs: number }> {
    const connections = this.#connections();
    const offsetsMs = wishes.map(({ atMs }) => atMs);
    const ask = (index: number, dueAtMs: number): Promise<[Told, Told]> =>
      this.#askBoth(wishes[index] as Wish, connections, dueAtMs);
    try {
      const { results, mostLateMs } = await openLoop({ offsetsMs, ask, signal });
      return {
        told: { with: results.map(([one]) => one), without: results.map(([, other]) => other) },
        mostLateMs,
      };
    } finally {
      for (const each of connections) each.close();
    }
  }

  /** Connections to each that stay, as long as somebody asks. */
  #connections(): readonly [KeptConnections, KeptConnections] {
    const [withIt, without] = this.#environment.sideBySide.sides;
    return [new KeptConnections(withIt.url), new KeptConnections(without.url)];
  }

  async #askBoth(
    wish: Wish,
    connections: readonly [KeptConnections, KeptConnections],
    dueAtMs: number,
  ): Promise<[Told, Told]> {
    const [withIt, without] = this.#environment.sideBySide.sides;
    this.#sent += 1;
    const words = `Number ${this.#sent} of this run.`;
    return Promise.all([
      this.#ask(withIt, connections[0], wish, words, dueAtMs, true),
      this.#ask(without, connections[1], wish, words, dueAtMs, false),
    ]);
  }

  async #ask(
    { threadIds }: Side,
    connections: KeptConnections,
    wish: Wish,
    words: string,
    dueAtMs: number,
    isKept: boolean,
  ): Promise<Told> {
    const { shelf } = this.#environment.conversations;
    const { operation, conversation } = wish;
    const { id, owner } = shelf[conversation] as (typeof shelf)[number];
    const concernsOne = operation !== 'ask' && operation !== 'order';
    const user = concernsOne ? owner : wish.user;
    const [firstText = ''] = this.#environment.conversations.textsOf(id);
    const threadId = threadIds[conversation] as string;
    const model = this.#environment.firstModel();
    const end = await fulfil({ connections, operation, user, threadId, firstText, words, model, patienceMs });
    if (isKept) this.#keep(operation, user, threadId, end);
    const { body, ...rest } = end;
    return { ...rest, operation, dueAtMs, source: body.freshness?.source };
  }

  /** For the ledger, which holds against the database what users of the one service were told and shown. */
  #keep(operation: Operation, user: PersonaName, threadId: string, end: Fulfilment): void {
    const { askedAtMs, endedAtMs, key, writing, status, code, body } = end;
    if (operation === 'read')
      this.#readers.readings.push({ ...readingIn(end), reader: user, id: threadId, askedAtMs, endedAtMs });
    if (writing === undefined) return;
    const isAcknowledged = status === 201 || status === 202;
    const outcome = isAcknowledged ? 'acknowledged' : end.became === 'refused' ? 'refused' : 'unknown';
    const told = { status, code, body, outcome } as const;
    this.#writers.attempts.push({ ...told, user, key, writing, invokedAtMs: askedAtMs, endedAtMs });
    if (end.became === 'served') return;
    const event = `wrote to the service with resilience: ${end.became} (${code})`;
    this.#journal.record({ lane: 'user', subject: user, event });
  }
}
