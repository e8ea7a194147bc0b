import { expect } from 'chai';
import type { ScenarioEnvironment } from '../environments/scenario-environment';
import type { Journal } from '../evidence/journal';
import { Compromised, Inconclusive } from '../evidence/verdict';
import { describeAnswer, isCompleteAnswerOf } from './answer-check';
import { distributionOf } from './percentiles';

/** Outages without an exception that it takes to say "95 % of failovers" with 95 % confidence: 0.95^59 < 0.05. */
const outagesNeeded = 59;

/** THEN: what came of many independent outages. */
export class FleetProbe {
  readonly #environment: ScenarioEnvironment;
  readonly #journal: Journal;

  constructor(environment: ScenarioEnvironment, journal: Journal) {
    this.#environment = environment;
    this.#journal = journal;
  }

  /** From asking to the first token that the user read, for each outage. */
  firstTokensCameWithin(limitMs: number): void {
    const { members } = this.#environment.fleet;
    if (members.length < outagesNeeded) {
      throw new Inconclusive(
        `${members.length} outages cannot show it; at least ${outagesNeeded} are needed`,
      );
    }
    const untouched = members.filter(({ primary }) => primary.log.length === 0).length;
    if (untouched > 0)
      throw new Compromised(`${untouched} of ${members.length} primary providers were never asked`);
    const took = members.map(
      ({ answer }) => (answer?.firstTokenAtMs ?? Number.POSITIVE_INFINITY) - (answer?.askedAtMs ?? 0),
    );
    const { count, p50, p95, max } = distributionOf(took.map(Math.round));
    const figures = `failover in ${count} outages: p50 ${p50} ms, p95 ${p95} ms, max ${max} ms`;
    this.#journal.record({
      lane: 'scenario',
      subject: 'measured',
      event: figures,
      details: { count, p50, p95, max },
    });
    expect(max, figures).to.be.below(limitMs);
  }

  everyAnswerIsCompleteFromTheSecondary(): void {
    for (const { secondary, answer } of this.#environment.fleet.members) {
      if (!answer) throw new Error('A service of the fleet was not asked');
      expect(isCompleteAnswerOf(secondary.role, answer), describeAnswer(answer)).to.equal(true);
    }
  }
}
