import type { ScenarioEnvironment } from '../environments/scenario-environment';
import { eventually } from '../evidence/eventually';
import type { Journal } from '../evidence/journal';
import { nowMs } from '../evidence/now';

/** THEN: what an outage of storage looked like from outside, and when it was over. */
export class OutageProbe {
  readonly #environment: ScenarioEnvironment;
  readonly #journal: Journal;

  constructor(environment: ScenarioEnvironment, journal: Journal) {
    this.#environment = environment;
    this.#journal = journal;
  }

  /** Full service and nothing that waits, since no later than this after the last server was mended, and still. */
  async asBeforeWithin(limitMs: number): Promise<void> {
    const { outageWatch, lastChangeAtMs } = this.#environment;
    const wellSinceMs = await eventually(
      () => outageWatch.wellSinceMs(lastChangeAtMs),
      (since) => since !== undefined,
      Math.max(1, lastChangeAtMs + limitMs - nowMs()),
      () => `the service last showed ${JSON.stringify(outageWatch.seen.at(-1))}`,
    );
    const afterMs = Math.round((wellSinceMs as number) - lastChangeAtMs);
    const event = `full service and nothing that waited ${afterMs} ms after the return`;
    this.#journal.record({ lane: 'scenario', subject: 'measured', event, details: { afterMs } });
    if (afterMs > limitMs)
      throw new Error(`full service was to be back within ${limitMs} ms; it took ${afterMs} ms`);
  }
}
