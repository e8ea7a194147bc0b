import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import type { ScenarioEnvironment } from '../../environments/scenario-environment';
import type { Journal } from '../../evidence/journal';
import { nowMs } from '../../evidence/now';
import { Compromised } from '../../evidence/verdict';
import { readMetrics, sumOf } from '../../probes/metrics-page';
import type { Behaviour } from '../../providers/behaviour';
import { behaviourByPhrase } from '../../providers/phrases';
import type { Answer } from '../answer';
import { personaWith } from '../personas';
import type { Manner, Pending } from '../users';
import { steadyArrivals } from './arrival-schedule';
import { type OpenLoadResult, openLoop } from './open-loop';

/** What became of steady traffic through a trouble. Times are milliseconds since the epoch. */
export interface TroubleRun {
  readonly phrase: string;
  readonly answers: readonly Answer[];
  readonly beganAtMs: number;
  readonly faultAtMs: number;
  readonly healedAtMs: number;
  /** When the last question was asked. */
  readonly endedAtMs: number;
}

/** Before the trouble: time to warm up, and to see what is normal. After it: time to return, and to see that it lasts. */
const [beforeMs, troubleMs, afterMs] = [2_000, 2_200, 5_100];
/** Fewer at once than any queue or bulkhead holds back. */
const warmUp = { rounds: 8, atOnce: 5 };
/** A machine that stood still for so long has not asked what it claims, and has not seen what happened when. */
const mostLateMs = 500;

/** Many users over a time, who ask however slow the answers are. */
export class Traffic {
  readonly #environment: ScenarioEnvironment;
  readonly #journal: Journal;
  readonly #begin: (manner: Manner) => Promise<Pending>;
  #run: TroubleRun | undefined;
  #longestStandstillMs = 0;

  constructor(
    environment: ScenarioEnvironment,
    journal: Journal,
    begin: (manner: Manner) => Promise<Pending>,
  ) {
    this.#environment = environment;
    this.#journal = journal;
    this.#begin = begin;
  }

  /** What the last trouble did. @throws when there was none. */
  get troubleRun(): TroubleRun {
    if (!this.#run) throw new Error('No traffic has gone through a trouble; a When must send it first');
    return this.#run;
  }

  /**
   * For how long this process stood still while the last crowd was asking, or the service's, as far as it says so;
   * milliseconds.
   */
  get longestStandstillMs(): number {
    return this.#longestStandstillMs;
  }

  /** So many users ask one question each, evenly spread over this time; returns when all have an answer. */
  async askWithin(count: number, withinMs: number): Promise<void> {
    const { url } = await this.#environment.service();
    await standstillMs(url);
    const offsetsMs = steadyArrivals({ perSecond: (1_000 * count) / withinMs, forMs: withinMs });
    const { lagMaxMs } = await this.#load(offsetsMs.slice(0, count));
    const longestMs = await standstillMs(url);
    this.#longestStandstillMs = Math.max(longestMs, lagMaxMs);
    const event = `the service's process stood still for ${Math.round(longestMs)} ms at most, as it says`;
    this.#journal.record({ lane: 'scenario', subject: 'measured', event, details: { longestMs } });
  }

  /** Steady questions; the provider is in trouble for a while, and then as it was. */
  async throughTrouble(perSecond: number, role: string, phrase: string): Promise<void> {
    const { providers } = this.#environment;
    await this.#environment.service();
    const usual = providers.told(role);
    await this.#warmUp(perSecond);
    const change = async (behaviour: Behaviour, words: string): Promise<number> => {
      await providers.behave(role, behaviour, words);
      return nowMs();
    };
    const timeline: { faultAtMs?: Promise<number>; healedAtMs?: Promise<number> } = {};
    const timers = [
      setTimeout(() => {
        timeline.faultAtMs = change(behaviourByPhrase(phrase), phrase);
      }, beforeMs),
      setTimeout(() => {
        timeline.healedAtMs = change(usual, 'is as before the trouble');
      }, beforeMs + troubleMs),
    ];
    const load = steadyArrivals({ perSecond, forMs: beforeMs + troubleMs + afterMs });
    const asked = await this.#load(load).finally(() => timers.forEach(clearTimeout));
    demandTimely(asked);
    const { results, beganAtMs } = asked;
    const [faultAtMs, healedAtMs] = await Promise.all([timeline.faultAtMs, timeline.healedAtMs]);
    if (faultAtMs === undefined || healedAtMs === undefined)
      throw new Compromised('the trouble was to begin and to end while the questions were asked');
    const endedAtMs = Math.max(...results.map(({ askedAtMs }) => askedAtMs));
    this.#run = { phrase, answers: results, beganAtMs, faultAtMs, healedAtMs, endedAtMs };
  }

  /**
   * A service that has just started is slow at first: what is usual can be measured when it no longer is. Never more than
   * the traffic itself, so that it meets no limit that the traffic does not.
   */
  async #warmUp(perSecond: number): Promise<void> {
    for (let round = 0; round < warmUp.rounds; round += 1) {
      const earliestNext = delay((1_000 * warmUp.atOnce) / perSecond);
      const asked = await Promise.all(Array.from({ length: warmUp.atOnce }, () => this.#begin({})));
      await Promise.all([earliestNext, ...asked.map(({ answer }) => answer)]);
    }
  }

  async #load(offsetsMs: readonly number[]): Promise<OpenLoadResult<Answer> & { lagMaxMs: number }> {
    const lag = monitorEventLoopDelay({ resolution: 5 });
    lag.enable();
    const ask = async (index: number): Promise<Answer> =>
      (await this.#begin({ user: personaWith('paying', index) })).answer;
    const load = await openLoop({ offsetsMs, ask });
    lag.disable();
    const ms = (nanoseconds: number): number => Math.round(nanoseconds / 1e6);
    const details = { mostLateMs: load.mostLateMs, lagMeanMs: ms(lag.mean), lagMaxMs: ms(lag.max) };
    this.#journal.record({
      lane: 'scenario',
      subject: 'measured',
      event: `${load.results.length} questions asked, the latest ${Math.round(load.mostLateMs)} ms late; this process stood still for ${details.lagMaxMs} ms at most`,
      details,
    });
    return { ...load, lagMaxMs: details.lagMaxMs };
  }
}

/** @throws Compromised when the questions were not asked when they were said to be. */
function demandTimely({ mostLateMs: lateMs, lagMaxMs }: { mostLateMs: number; lagMaxMs: number }): void {
  if (lateMs > mostLateMs || lagMaxMs > mostLateMs)
    throw new Compromised(
      `a question was asked ${Math.round(lateMs)} ms late and this process stood still for ${lagMaxMs} ms, ` +
        `more than ${mostLateMs} ms: the machine is too busy to measure on; run nothing beside it`,
    );
}

/** For how long the service says that its process stood still at most since it was last asked, milliseconds. */
async function standstillMs(url: string): Promise<number> {
  return 1_000 * sumOf(await readMetrics(url), 'nodejs_eventloop_lag_max_seconds');
}
