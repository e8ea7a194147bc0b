import { Compromised } from '../evidence/verdict';
import { behaviourByPhrase } from '../providers/phrases';
import type { ProviderSet } from './provider-set';
import { ordinalIn } from './rules/ordinal';

/** GIVEN a provider that is well or ill, in the words of the features. Each change is looked at from outside the service. */
export class Ailments {
  readonly #providers: ProviderSet;
  readonly #silenceMs: () => number;

  /** @param silenceMs how long a provider may be silent before it is given up, by the rules of the scenario. */
  constructor(providers: ProviderSet, silenceMs: () => number) {
    this.#providers = providers;
    this.#silenceMs = silenceMs;
  }

  /** From now on. @throws Compromised when a caller of the provider does not meet it. */
  async is(role: string, phrase: string): Promise<void> {
    const behaviour = behaviourByPhrase(phrase);
    await this.#providers.behave(role, behaviour, phrase);
    await this.#confirm(role, phrase, behaviour.kind === 'healthy');
  }

  /** The same on a machine that is busy with traffic: a caller may have to look more than once. */
  async isWellAgain(role: string): Promise<void> {
    await this.#providers.behave(role, { kind: 'healthy' }, 'is healthy');
    for (let look = 1; ; look += 1) {
      try {
        return await this.#confirm(role, 'is healthy', true);
      } catch (error) {
        if (look === mostLooks) throw error;
      }
    }
  }

  /** All that the scenario has. */
  async areAll(phrase: string): Promise<void> {
    for (const role of this.#providers.roles) await this.is(role, phrase);
  }

  /** Overloaded, and each refusal says for how long it wants to be left alone. */
  async isOverloaded(role: string, forMs: number): Promise<void> {
    const behaviour = { kind: 'overloaded', retryAfterMs: String(forMs) } as const;
    await this.#providers.behave(role, behaviour, `is overloaded and asks for ${forMs} ms`);
    await this.#confirm(role, 'is overloaded', false);
  }

  async isOnce(role: string, phrase: string): Promise<void> {
    await this.isFor(role, phrase, 1);
  }

  /** For so many requests; then it answers. */
  async isFor(role: string, phrase: string, requests: number): Promise<void> {
    await this.#providers.behave(
      role,
      { kind: 'healthy' },
      `${phrase} for ${requests} requests, then is healthy`,
    );
    (await this.#providers.double(role)).behaveFor(requests, behaviourByPhrase(phrase));
    await this.#confirm(role, phrase, false);
  }

  /** One behaviour, but each second, third, ... request meets another. */
  async exceptEvery(role: string, ordinal: string, usual: string, exception: string): Promise<void> {
    const every = ordinalIn(ordinal);
    const turns = Array.from({ length: every - 1 }, () => behaviourByPhrase(usual));
    await this.#providers.behave(
      role,
      behaviourByPhrase(usual),
      `${usual}, but every ${ordinal} request ${exception}`,
    );
    (await this.#providers.double(role)).cycle([...turns, behaviourByPhrase(exception)]);
    await this.#confirm(role, usual, usual === 'is healthy');
  }

  /** It answers completely, but only this long after the service has given it up. */
  async answersLate(role: string, lateMs: number): Promise<void> {
    const beforeFirstTokenMs = this.#silenceMs() + lateMs;
    await this.#providers.behave(
      role,
      { kind: 'slow-to-start', beforeFirstTokenMs },
      `answers after ${beforeFirstTokenMs} ms`,
    );
  }

  /** As when its process dies: what is under way is reset, what comes is refused. */
  async dies(role: string): Promise<void> {
    await this.#providers.behave(role, { kind: 'unreachable', how: 'refused' }, 'died');
    (await this.#providers.double(role)).cutInFlight();
    await this.#confirm(role, 'died', false);
  }

  async #confirm(role: string, phrase: string, isWell: boolean): Promise<void> {
    const met = await (await this.#providers.double(role)).confirm();
    this.#providers.note(role, `a caller past the service meets: ${met}`);
    if (isWell && met !== 'answers') {
      throw new Compromised(`the ${role} provider was to be well; a caller past the service met: ${met}`);
    }
    if (!isWell && met === 'answers' && !mayStillAnswer.test(phrase)) {
      throw new Compromised(
        `the ${role} provider was told "${phrase}", but a caller past the service was answered`,
      );
    }
  }
}

/** Each ends after 200 milliseconds without an answer. */
const mostLooks = 10;

/** Ills that let an answer through, only slowly. */
const mayStillAnswer = /drips|slow/;
