import { nowMs } from '../evidence/now';
import { Compromised } from '../evidence/verdict';
import {
  type BreakerSeen,
  type BreakerStateName,
  readServiceState,
  type ServiceState,
} from '../probes/service-state';
import { AssistantClient } from '../users/assistant-client';
import { personas } from '../users/personas';
import { readConversation } from '../users/reading';
import type { ServerKind } from './environment';
import type { ScenarioEnvironment } from './scenario-environment';

const mostQuestions = 60;

/**
 * GIVEN a breaker that is in a certain state: brought there as in life, by failing what it guards and by asking, seen in
 * what the service shows. Its questions are none of the scenario's: nobody judges their answers.
 */
export class BroughtAbout implements Disposable {
  readonly #environment: ScenarioEnvironment;
  readonly #cannot: (message: string) => Error;
  readonly #client = new AssistantClient();
  readonly #openedAtMs = new Map<string, number>();
  #asked = 0;

  /** @param cannot what is thrown when the service does not get there: in a Given the scenario is compromised. */
  constructor(
    environment: ScenarioEnvironment,
    cannot: (message: string) => Error = (message) => new Compromised(message),
  ) {
    this.#environment = environment;
    this.#cannot = cannot;
  }

  /** When a Given last saw the breaker open, milliseconds since the epoch. @throws when none did. */
  openedAtMs(breaker: string): number {
    const openedAtMs = this.#openedAtMs.get(breaker);
    if (openedAtMs === undefined) throw new Error(`No Given has opened the ${breaker} breaker`);
    return openedAtMs;
  }

  /** @throws when it cannot be brought there. */
  async state(breaker: string, state: BreakerStateName): Promise<void> {
    if (state === 'open') await this.open(breaker);
    else if (state === 'half-open') await this.halfOpen(breaker);
    else await this.closed(breaker);
  }

  async closed(breaker: string): Promise<void> {
    await this.#call(breaker);
    await this.#require(breaker, 'closed');
  }

  async open(breaker: string): Promise<void> {
    if (breaker === 'database') await this.#environment.servers.break('postgresql', 'refused');
    else await this.#makeIll(breaker);
    const seen = await this.#callUntil(breaker, (state) => state.state === 'open');
    this.#openedAtMs.set(breaker, Math.max(seen.sinceMs, nowMs()));
  }

  /** Open, and its open time is over. It still reads open: trials begin with the next call. */
  async triable(breaker: string): Promise<void> {
    await this.open(breaker);
    await this.#openTimeOver(breaker);
  }

  async halfOpen(breaker: string): Promise<void> {
    await this.triable(breaker);
    await this.#makeWell(breaker);
    await this.#call(breaker);
    await this.#require(breaker, 'half-open');
  }

  async openedAndClosed(breaker: string): Promise<void> {
    await this.triable(breaker);
    await this.#makeWell(breaker);
    await this.#callUntil(breaker, (seen) => seen.state === 'closed');
  }

  /** Opens, is tried in vain, opens again, and so on. */
  async openedInARow(breaker: string, times: number): Promise<void> {
    await this.open(breaker);
    for (let time = 2; time <= times; time += 1) {
      const { sinceMs } = await this.#environment.breaker(breaker);
      await this.#openTimeOver(breaker, () => this.#call(breaker));
      await this.#callUntil(breaker, (seen) => seen.state === 'open' && seen.sinceMs > sinceMs);
    }
  }

  async openedInARowAndClosed(breaker: string, times: number): Promise<void> {
    await this.openedInARow(breaker, times);
    await this.#openTimeOver(breaker);
    await this.#makeWell(breaker);
    await this.#callUntil(breaker, (seen) => seen.state === 'closed');
  }

  /** It failed so many, and the last of them longer ago than this. */
  async failedLongAgo(role: string, times: number, agoMs: number): Promise<void> {
    await this.failed(role, times);
    const lastMs = nowMs();
    await this.#environment.until(
      () => nowMs() - lastMs > agoMs,
      () => `the last question was only ${Math.round(nowMs() - lastMs)} ms ago`,
    );
  }

  /** @throws when the provider did not fail just as many. */
  async failed(role: string, times: number): Promise<void> {
    await this.#makeIll(role);
    await this.#asks(role, times, (status) => status >= 500);
  }

  /** @throws when the provider did not answer just as many. */
  async answered(role: string, times: number): Promise<void> {
    await this.#makeWell(role);
    await this.#asks(role, times, (status) => status === 200);
  }

  /** Well again, and the service found out without any user. */
  async recoveredAndNoticed(role: string): Promise<void> {
    await this.#makeWell(role);
    await this.#environment.untilBreaker(role, 'closed');
  }

  /** Out, and the service found out without any user. */
  async outAndNoticed(role: string): Promise<void> {
    await this.#makeIll(role);
    await this.#environment.service();
    await this.#environment.untilBreaker(role, 'open');
  }

  /** The service runs, every breaker is closed, and the level is full. */
  async everythingWell(): Promise<void> {
    const { url } = await this.#environment.service();
    let state: ServiceState | undefined;
    await this.#environment.until(
      async () => {
        state = await readServiceState(url);
        return state.level === 'full' && state.breakers.every((breaker) => breaker.state === 'closed');
      },
      () => `all was to be well, but the service showed ${JSON.stringify(state)}`,
    );
  }

  /** A dependency is out, and the service found out without any user. */
  async dependencyOutAndNoticed(kind: ServerKind, fault: string): Promise<void> {
    await this.everythingWell();
    await this.#environment.servers.break(kind, fault);
    await this.#environment.untilBreaker(kind === 'postgresql' ? 'database' : kind, 'open');
  }

  /** A dependency is well again, and the service found out without any user. */
  async dependencyBackAndNoticed(kind: ServerKind): Promise<void> {
    await this.#environment.servers.mend(kind);
    await this.#environment.untilBreaker(kind === 'postgresql' ? 'database' : kind, 'closed');
  }

  /** By users or without them, the service has found out that a dependency is out. */
  async outageNoticed(kind: ServerKind): Promise<void> {
    await this.#environment.untilBreaker(kind === 'postgresql' ? 'database' : kind, 'open');
  }

  /** Well again, but not before the service has found out that it was out. */
  async backAfterNoticed(kind: ServerKind): Promise<void> {
    await this.outageNoticed(kind);
    await this.#environment.servers.mend(kind);
  }

  /** Every server is well again, and then the service runs. */
  async everythingBack(): Promise<void> {
    const { servers } = this.#environment;
    for (const kind of servers.kinds) await servers.mend(kind);
    await this.#environment.life.startWhatIsDown();
  }

  /** A notice stands for all to see. @throws when it does not: the service owes it. */
  async lossNoticed(): Promise<void> {
    const { url } = await this.#environment.service();
    await this.#environment.promptly(
      async () => (await readServiceState(url)).notices.some(({ code }) => code === 'writes_lost'),
      () => 'no notice told users that accepted writes were lost',
    );
  }

  /** The service says that it would not keep what it accepts in an outage. @throws when it does not: it owes that, too. */
  async keepingDoubtful(): Promise<void> {
    await this.#environment.promptly(
      async () => !(await this.#environment.keepsAcceptedWrites()).isUsable,
      () => 'the service still said that accepted writes would be kept',
    );
  }

  /**
   * The service dies, and another one runs and finds the dependency out before it is well again: one that has not found out
   * shows it as well before it is connected.
   */
  async dependencyBackAfterDeath(kind: ServerKind): Promise<void> {
    await this.#environment.life.killAndStartAgain();
    await this.#environment.untilBreaker(kind === 'postgresql' ? 'database' : kind, 'open');
    await this.dependencyBackAndNoticed(kind);
  }

  [Symbol.dispose](): void {
    this.#client.close();
  }

  async #asks(role: string, times: number, isExpected: (status: number) => boolean): Promise<void> {
    const { log } = await this.#environment.provider(role);
    const before = log.length;
    for (let time = 0; time < times; time += 1) await this.#call(role);
    const statuses = log.slice(before).map(({ status }) => status ?? 0);
    if (statuses.length !== times || !statuses.every(isExpected))
      throw this.#cannot(
        `${times} questions were to reach the ${role} provider; it answered ${statuses.join(', ')}`,
      );
  }

  async #makeIll(role: string): Promise<void> {
    const { providers, ailments } = this.#environment;
    if (!providers.isIll(role)) await ailments.is(role, 'is failing');
  }

  async #makeWell(breaker: string): Promise<void> {
    if (breaker === 'database') await this.#environment.servers.mend('postgresql');
    else await this.#environment.ailments.is(breaker, 'is healthy');
  }

  /** @param meanwhile done over and over while it lasts, so that a trial before its time would be seen. */
  async #openTimeOver(breaker: string, meanwhile?: () => Promise<void>): Promise<void> {
    const { trialsFromMs } = await this.#environment.breaker(breaker);
    if (trialsFromMs === undefined)
      throw this.#cannot(`the ${breaker} breaker does not say when it may be tried`);
    await this.#environment.until(
      async () => {
        if (nowMs() > trialsFromMs + 1) return true;
        await meanwhile?.();
        return false;
      },
      () => `the open time of the ${breaker} breaker lasted ${Math.round(trialsFromMs - nowMs())} ms longer`,
    );
  }

  async #callUntil(breaker: string, satisfies: (seen: BreakerSeen) => boolean): Promise<BreakerSeen> {
    let seen = await this.#environment.breaker(breaker);
    for (let call = 0; call < mostQuestions && !satisfies(seen); call += 1) {
      await this.#call(breaker);
      seen = await this.#environment.breaker(breaker);
    }
    if (!satisfies(seen))
      throw this.#cannot(`the ${breaker} breaker was ${seen.state} after ${mostQuestions} calls`);
    return seen;
  }

  async #require(breaker: string, state: BreakerStateName): Promise<void> {
    const seen = await this.#environment.breaker(breaker);
    if (seen.state !== state)
      throw this.#cannot(`the ${breaker} breaker was to be ${state}, but was ${seen.state}`);
  }

  async #call(breaker: string): Promise<void> {
    const { url } = await this.#environment.service();
    if (breaker === 'database') {
      await readConversation(url, personas.Ada, this.#environment.conversations.idOf('Ada'));
      return;
    }
    this.#asked += 1;
    const question = `Set-up question ${this.#asked}`;
    const model = this.#environment.firstModel();
    await this.#client.ask(url, { user: personas.Ada, question, model, streamed: false });
  }
}
