import { expect } from 'chai';
import type { ScenarioEnvironment } from '../environments/scenario-environment';
import { eventually } from '../evidence/eventually';
import type { Journal } from '../evidence/journal';
import { Inconclusive } from '../evidence/verdict';
import { wilsonLowerBound } from '../ledger/wilson-lower-bound';
import type { Trial } from '../users/trials';
import type { Users } from '../users/users';
import { distributionOf } from './percentiles';
import { readServiceState, type ServiceState } from './service-state';

/** How long a notice may take from the change of the level that it explains. */
const noticeWithinMs = 1_000;

/** What can become of a trial that is refused, in a feature's words, by the error's code. */
const refusals: Readonly<Record<string, string>> = {
  assistant_unavailable: 'no assistant',
  assistant_resting: 'no assistant',
  assistant_out_of_service: 'no assistant',
  not_checkable: 'cannot be checked',
  write_refused: 'not saved',
  usage_unavailable: 'not shown',
};

/** What nobody who uses the service needs to know, and what nobody may. */
const technical = [
  /\b(?:redis|postgres\w*|sql|clickhouse|openai|anthropic|primary|secondary|provider|breaker|circuit|database|cache)\b/i,
  /\b(?:journal|queue|https?|timeout|exception|null|undefined|stack|[1-5]\d\d|(?:token|key)-of-\w+)\b/i,
  /\bE[A-Z]{4,}\b/,
];

/** THEN: what works when several things are out, and what people are told of it. */
export class SituationsProbe {
  readonly #environment: ScenarioEnvironment;
  readonly #users: Users;
  readonly #journal: Journal;

  constructor(environment: ScenarioEnvironment, users: Users, journal: Journal) {
    this.#environment = environment;
    this.#users = users;
    this.#journal = journal;
  }

  /** What became of each operation that was tried, in a feature's words; each answer stated the level. */
  becameOfIt(level: string, expected: Readonly<Record<string, string>>): void {
    const trials = this.#trials();
    const seen = trials.map((trial) => `${trial.operation}: ${inWords(trial)}`);
    const meant = Object.entries(expected).map(([operation, outcome]) => `${operation}: ${outcome}`);
    expect(seen.join(', '), 'what became of what was tried').to.equal(meant.join(', '));
    const levels = trials.map((trial) => `${trial.operation} at ${trial.level}`);
    expect(levels, 'levels that the answers stated').to.deep.equal(
      trials.map(({ operation }) => `${operation} at ${level}`),
    );
  }

  /** These notices and no others. @param listed as a feature lists them; `none`. */
  async noticesAre(listed: string): Promise<void> {
    const { url } = await this.#environment.service();
    const expected = listed === 'none' ? [] : listed.split(', ').sort();
    const codesOf = ({ notices }: ServiceState): string[] => notices.map(({ code }) => code).sort();
    await eventually(
      () => readServiceState(url),
      (state) => String(codesOf(state)) === String(expected),
      noticeWithinMs,
      (state) => `notices were to be ${listed}; they were ${codesOf(state).join(', ') || 'none'}`,
    );
  }

  /** Notices and refusals: nothing technical and nothing secret stands in any of them, and each says what still works. */
  async isSaidPlainly(): Promise<void> {
    const { notices } = await readServiceState((await this.#environment.service()).url);
    const said = [
      ...notices.map(({ sentence, stillWorks }) => `${sentence} ${stillWorks ?? ''}`),
      ...this.#trials().flatMap(({ sentence }) => sentence ?? []),
    ];
    if (said.length === 0) throw new Inconclusive('nothing was said');
    const odd = said.filter((each) => technical.some((words) => words.test(each)));
    expect(odd.join(' | '), 'what is not said plainly').to.equal('');
    expect(
      notices.filter(({ stillWorks }) => !stillWorks).map(({ code }) => code),
      'notices that do not say what still works',
    ).to.be.empty;
  }

  /** Of all that was tried less than this share failed, said with 95 % confidence. @throws Inconclusive: too few. */
  fewerFailedThan(percent: number): void {
    const trials = this.#trials();
    if (1 - wilsonLowerBound(trials.length, trials.length) >= percent / 100)
      throw new Inconclusive(
        `${trials.length} requests cannot show less than ${percent} %, even if none failed`,
      );
    const failed = trials.filter(({ code }) => code !== undefined);
    const bound = 1 - wilsonLowerBound(trials.length - failed.length, trials.length);
    const tookMs = distributionOf(trials.map(({ askedAtMs, endedAtMs }) => endedAtMs - askedAtMs));
    const words =
      `${failed.length} of ${trials.length} requests failed: less than ${(100 * bound).toFixed(2)} %; ` +
      `answers took ${tookMs.p50} ms at the median, ${tookMs.p95} ms at the 95th and ${tookMs.p99} ms at the 99th percentile`;
    const details = { failed: failed.length, of: trials.length, bound, tookMs };
    this.#journal.record({ lane: 'scenario', subject: 'measured', event: words, details });
    const first = failed.slice(0, 3).map(({ operation, code }) => `${operation}: ${code}`);
    expect(bound, `${words}; ${first.join(', ')}`).to.be.below(percent / 100);
  }

  #trials(): readonly Trial[] {
    const { all } = this.#users.trials;
    if (all.length === 0) throw new Error('Nobody has tried anything; a When must come first');
    return all;
  }
}

function inWords({ code, how }: Trial): string {
  return code === undefined ? String(how) : (refusals[code] ?? code);
}
