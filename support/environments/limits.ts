import { nowMs } from '../evidence/now';
import { Compromised } from '../evidence/verdict';
import { readMetrics, sumOf } from '../probes/metrics-page';
import type { Behaviour } from '../providers/behaviour';
import type { LimitForm } from '../providers/limit-form';
import type { ProviderDouble, ProviderRequest } from '../providers/provider-double';
import { AssistantClient } from '../users/assistant-client';
import { personas } from '../users/personas';
import type { ScenarioEnvironment } from './scenario-environment';

/** What a provider has asked for, as the harness knows it: it told the double to. */
export interface AskedFor {
  /** Counted from each of its refusals on, milliseconds. */
  readonly forMs: number;
  /** What the form in which it is told may add, milliseconds: some know whole seconds only. */
  readonly roundedUpByMs?: number;
}

/** GIVEN a provider that wants to be left alone for a while. */
export class Limits implements Disposable {
  readonly #environment: ScenarioEnvironment;
  readonly #client = new AssistantClient();
  readonly #askedFor = new Map<string, AskedFor>();
  readonly #metAtMs = new Map<string, number>();
  #asked = 0;

  constructor(environment: ScenarioEnvironment) {
    this.#environment = environment;
  }

  /** What it asks for. @throws when a Given has told it nothing of the kind. */
  askedFor(role: string): AskedFor {
    const found = this.#askedFor.get(role);
    if (!found) throw new Error(`No Given has the ${role} provider ask to be left alone`);
    return found;
  }

  /** When its limit, as it asked for it, is over; milliseconds since the epoch. @throws when nobody has met it yet. */
  endsAtMs(role: string): number {
    const metAtMs = this.#metAtMs.get(role);
    if (metAtMs === undefined)
      throw new Error(`No Given has let the service meet the ${role} provider's limit`);
    return metAtMs + this.askedFor(role).forMs;
  }

  /** One request meets it, whichever comes first; the others are answered. */
  async asksOnce(role: string, forMs: number, form: LimitForm): Promise<void> {
    const roundedUpByMs = await this.#roundedUpByMs(role, form);
    await this.#meets(role, { kind: 'rate-limiting', asks: { form, forMs } }, { forMs, roundedUpByMs }, 1);
  }

  /** Every request meets it. */
  async asksEachTime(role: string, forMs: number): Promise<void> {
    await this.#meets(role, { kind: 'rate-limiting', asks: { form: 'milliseconds', forMs } }, { forMs });
  }

  /** So many requests meet it, the first of each of so many services. */
  async asksEach(count: number, role: string, forMs: number): Promise<void> {
    await this.#meets(
      role,
      { kind: 'rate-limiting', asks: { form: 'milliseconds', forMs } },
      { forMs },
      count,
    );
  }

  /** One request or all meet a `Retry-After` of this value, however absurd. */
  async says(role: string, retryAfter: string, isOnce: boolean): Promise<void> {
    await this.#meets(role, { kind: 'rate-limiting', retryAfter }, { forMs: 0 }, isOnce ? 1 : undefined);
  }

  /** Its first answer is good, and says that it takes no more for so long. */
  async announces(role: string, forMs: number): Promise<void> {
    const roundedUpByMs = await this.#roundedUpByMs(role, 'requests-reset');
    const headers = await this.#allowanceOf(role, 1);
    const behaviour: Behaviour = { kind: 'healthy', usedUp: { form: 'requests-reset', forMs }, headers };
    await this.#meets(role, behaviour, { forMs, roundedUpByMs }, 1);
  }

  /** Its first answer is good, and says that its allowance of so many is used up and whole again after so long. */
  async announcesLarge(role: string, allowance: number, forMs: number): Promise<void> {
    const headers = await this.#allowanceOf(role, allowance);
    await this.#meets(
      role,
      { kind: 'healthy', usedUp: { form: 'requests-reset', forMs }, headers },
      { forMs },
      1,
    );
  }

  /** The service has met its limit already; by now the provider would answer, but the service cannot know that. */
  async hasAsked(role: string, forMs: number): Promise<void> {
    await this.asksOnce(role, forMs, 'milliseconds');
    const double = await this.#environment.provider(role);
    const before = double.log.length;
    await this.#ask(forMs / 2);
    const met = double.log.slice(before).find(({ status }) => status === 429);
    if (met?.answeredAtMs === undefined)
      throw new Compromised(
        `a question was to meet the limit of the ${role} provider; it met ${met?.status ?? 'nobody'}`,
      );
    this.#metAtMs.set(role, met.answeredAtMs);
    this.#environment.providers.changed(met.answeredAtMs);
  }

  /** It takes so many a second, whatever is asked. */
  async takes(role: string, perSecond: number, countsRefused = false): Promise<void> {
    const behaviour: Behaviour = { kind: 'limited', requests: perSecond, perMs: 1_000, countsRefused };
    await this.#environment.providers.behave(role, behaviour, `takes ${perSecond} requests a second`);
  }

  /** Its limit is lifted in two steps, a second apart each. @returns once it is lifted wholly. */
  async liftsInSteps(role: string, perSecond: number, thenPerSecond: number): Promise<void> {
    await this.takes(role, perSecond);
    await this.#untilMs(nowMs() + 1_000);
    await this.takes(role, thenPerSecond);
    await this.#untilMs(nowMs() + 1_000);
    await this.#environment.providers.behave(role, { kind: 'healthy' }, 'takes any number');
  }

  /** The time that it asked for has passed. */
  async ends(role: string): Promise<void> {
    await this.#untilMs(this.endsAtMs(role));
    await this.#environment.providers.behave(role, { kind: 'healthy' }, 'its limit has ended');
  }

  /** Its limit has passed and the service asks it as before, without turns. @throws when it does not. */
  async over(role: string): Promise<void> {
    const { url } = await this.#environment.service();
    const isFree = async (): Promise<boolean> =>
      sumOf(await readMetrics(url), 'provider_limit_state', { provider: role, state: 'free' }) === 1;
    // That it ends is the service's duty, not the set-up's.
    await this.#environment.promptly(
      async () => {
        if (await isFree()) return true;
        await this.#ask(1_000);
        return isFree();
      },
      () => `the limit of the ${role} provider was to be over`,
    );
  }

  /** Questions of the set-up, which are none of the scenario's. */
  isSetUp({ question }: ProviderRequest): boolean {
    return question.startsWith(setUpQuestion);
  }

  [Symbol.dispose](): void {
    this.#client.close();
  }

  async #meets(role: string, behaviour: Behaviour, askedFor: AskedFor, requests?: number): Promise<void> {
    const { providers } = this.#environment;
    const words = JSON.stringify(behaviour);
    this.#askedFor.set(role, askedFor);
    if (requests === undefined) {
      await providers.behave(role, behaviour, words);
    } else {
      await providers.behave(role, { kind: 'healthy' }, `${words} for ${requests} requests, then is healthy`);
      (await providers.double(role)).behaveFor(requests, behaviour);
    }
    await this.#confirm(role, behaviour, await providers.double(role));
  }

  async #allowanceOf(role: string, requests: number): Promise<Record<string, string>> {
    const { format } = await this.#environment.provider(role);
    const name = format === 'openai' ? 'x-ratelimit-limit-requests' : 'anthropic-ratelimit-requests-limit';
    return { [name]: String(requests) };
  }

  /** HTTP dates and Anthropic's resets know whole seconds only. */
  async #roundedUpByMs(role: string, form: LimitForm): Promise<number> {
    const { format } = await this.#environment.provider(role);
    const isWhole = form === 'date' || (format === 'anthropic' && /reset/.test(form));
    return isWhole ? 1_000 : 0;
  }

  async #confirm(role: string, { kind }: Behaviour, double: ProviderDouble): Promise<void> {
    const expected = kind === 'healthy' ? 'answers' : 'status 429';
    const met = await double.confirm();
    this.#environment.providers.note(role, `a caller past the service meets: ${met}`);
    if (met !== expected)
      throw new Compromised(
        `a caller past the service was to meet "${expected}" at the ${role} provider; met: ${met}`,
      );
  }

  async #ask(willingMs: number): Promise<void> {
    const { url } = await this.#environment.service();
    this.#asked += 1;
    const question = `${setUpQuestion} ${this.#asked}`;
    const model = this.#environment.firstModel();
    await this.#client.ask(url, { user: personas.Ada, question, model, streamed: false, willingMs });
  }

  async #untilMs(atMs: number): Promise<void> {
    await this.#environment.until(
      () => nowMs() >= atMs,
      () => `it was ${Math.round(atMs - nowMs())} ms too early`,
      Math.max(1, atMs - nowMs()) + 1_000,
    );
  }
}

const setUpQuestion = 'Set-up question of a limit';
