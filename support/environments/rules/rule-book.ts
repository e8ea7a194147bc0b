import { breakerRulesIn } from './breaker-table';
import { copiesRulesIn } from './copies-table';
import { liveRulesIn } from './live-table';
import { queueRulesIn } from './queue-table';
import type { CopiesRules, LiveRules, ResilienceRules } from './resilience-rules';
import { resumeRulesIn } from './resume-table';
import { retryRulesIn } from './retry-table';

/** How long a provider may be silent where a scenario says nothing of it, milliseconds. */
const usualProviderSilenceMs = 3_000;

/** GIVEN by which policies the service works: what the scenario has said of them, until the service starts. */
export class RuleBook {
  #rules: ResilienceRules = {};
  #isClosed = false;

  /** Adds to what was said so far. @throws when the service runs already: it would not hear of it. */
  set(rules: ResilienceRules): void {
    if (this.#isClosed)
      throw new Error('Rules must be set before the service is used; put this step further up');
    this.#rules = { ...this.#rules, ...rules };
  }

  guardProviders(table: Readonly<Record<string, string>>): void {
    this.set({ providerBreaker: { ...this.#rules.providerBreaker, ...breakerRulesIn(table) } });
  }

  guardDependencies(table: Readonly<Record<string, string>>): void {
    this.set({ dependencyBreaker: { ...this.#rules.dependencyBreaker, ...breakerRulesIn(table) } });
  }

  repeatAttempts(table: Readonly<Record<string, string>>): void {
    this.set({ retry: { ...this.#rules.retry, ...retryRulesIn(table) } });
  }

  holdBack(table: Readonly<Record<string, string>>): void {
    this.set({ queue: { ...this.#rules.queue, ...queueRulesIn(table) } });
  }

  useCopies(table: Readonly<Record<string, string>>): void {
    this.set({ copies: { ...this.#rules.copies, ...copiesRulesIn(table) } });
  }

  resume(table: Readonly<Record<string, string>>): void {
    this.set({ resume: { ...this.#rules.resume, ...resumeRulesIn(table) } });
  }

  keepLive(table: Readonly<Record<string, string>>): void {
    this.set({ live: { ...this.#rules.live, ...liveRulesIn(table) } });
  }

  admit(admission: NonNullable<ResilienceRules['admission']>): void {
    this.set({ admission: { ...this.#rules.admission, ...admission } });
  }

  setUsage(usage: NonNullable<ResilienceRules['usage']>): void {
    this.set({ usage: { ...this.#rules.usage, ...usage } });
  }

  /** Forgets every rule set so far. */
  applyProductionDefaults(): void {
    this.set({});
    this.#rules = {};
  }

  /** How long a provider may be silent, milliseconds. */
  get providerSilenceMs(): number {
    return this.#rules.providerSilenceMs ?? usualProviderSilenceMs;
  }

  /** What was said of live connections. */
  get live(): LiveRules {
    return this.#rules.live ?? {};
  }

  /** What was said of copies. */
  get copies(): CopiesRules {
    return this.#rules.copies ?? {};
  }

  /** What the service is started with; nothing can be added afterwards. */
  close(): ResilienceRules {
    this.#isClosed = true;
    return this.#rules;
  }
}
