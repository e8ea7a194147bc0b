import { expect } from 'chai';
import type { ScenarioEnvironment } from '../environments/scenario-environment';
import type { Journal } from '../evidence/journal';
import { trafficPicture } from '../evidence/traffic-picture';
import { Inconclusive } from '../evidence/verdict';
import type { TroubleRun } from '../users/traffic/traffic';
import type { Users } from '../users/users';
import type { FaultRecord } from './traffic/fault-record';
import { goodput } from './traffic/goodput';
import { goodputDemand } from './traffic/goodput-demand';

/** As long as the trouble, nearly: within it a window must fit. */
const windowMs = 2_000;
/** How long it is watched that all stays well. */
const watchMs = 2_000;
const warmUpMs = 100;
/**
 * What takes longer is no good answer. For seconds after a limit the queue of those who were held back is being emptied at a
 * bounded pace, and who comes meanwhile waits behind it, for almost a second: that is no collapse.
 */
const goodWithinMs = 2_000;

/** THEN: what became of steady traffic through a short trouble. */
export class TrafficProbe {
  readonly #environment: ScenarioEnvironment;
  readonly #users: Users;
  readonly #journal: Journal;

  constructor(environment: ScenarioEnvironment, users: Users, journal: Journal) {
    this.#environment = environment;
    this.#users = users;
    this.#journal = journal;
  }

  /** Nobody was left without an answer or an explicit refusal. */
  nothingWasLost(): void {
    const lost = this.#users.traffic.troubleRun.answers.filter(({ outcome }) => outcome === 'lost');
    expect(
      lost.map(({ trace }) => trace),
      'questions that were lost',
    ).to.be.empty;
  }

  /**
   * As many good answers as before come within this time of the trouble's end, and it stays so to the end.
   * @throws Inconclusive when the trouble was not felt, or too little was seen.
   */
  async isAsBeforeWithin(role: string, withinMs: number): Promise<void> {
    const run = this.#users.traffic.troubleRun;
    await this.#draw(role, run, withinMs);
    const demand = goodputDemand({ withinMs, windowMs, watchMs, warmUpMs });
    const { verdict, because, figures } = goodput(recordOf(run), demand);
    const words = Object.entries(figures).map(([name, value]) => `${name} ${Math.round(value * 10) / 10}`);
    this.#journal.record({
      lane: 'scenario',
      subject: 'measured',
      event: `goodput: ${words.join(', ')}`,
      details: { ...figures },
    });
    if (verdict === 'inconclusive') throw new Inconclusive(because);
    expect(verdict, because).to.equal('passed');
  }

  async #draw(role: string, run: TroubleRun, withinMs: number): Promise<void> {
    const { log } = await this.#environment.provider(role);
    const at = (outcome: string): number[] =>
      run.answers.filter((answer) => answer.outcome === outcome).map(({ endedAtMs }) => endedAtMs);
    this.#journal.attach(
      trafficPicture({
        title: `Traffic while the ${role} provider ${run.phrase}`,
        series: [
          { name: 'asked by users', timesMs: run.answers.map(({ askedAtMs }) => askedAtMs) },
          { name: 'reached the provider', timesMs: log.map(({ arrivedAtMs }) => arrivedAtMs) },
          { name: 'answered', timesMs: at('complete') },
          { name: 'refused', timesMs: at('refused') },
        ],
        bands: [{ name: `the provider ${run.phrase}`, fromMs: run.faultAtMs, toMs: run.healedAtMs }],
        marks: [{ atMs: run.healedAtMs + withinMs, label: 'must be as before' }],
      }),
    );
  }
}

/**
 * A good answer is counted when it was asked for: what is asked is steady, while answers bunch after every hiccup of the
 * machine. A backlog shows all the same, since whoever waits behind it gets no good answer.
 */
function recordOf({ answers, beganAtMs, faultAtMs, healedAtMs, endedAtMs }: TroubleRun): FaultRecord {
  return {
    requests: answers.map((answer) => ({
      askedAtMs: answer.askedAtMs,
      endedAtMs: answer.askedAtMs,
      isGood: answer.outcome === 'complete' && answer.endedAtMs - answer.askedAtMs <= goodWithinMs,
    })),
    phases: { beganAtMs, faultAtMs, healedAtMs, endedAtMs },
  };
}
