import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { BreakerReading, BreakerTransition } from '../breaker/breaker-state';
import type { ReadOutcome } from '../cache/cached-conversations';
import { type PriorityClass, priorityClasses } from '../queue/priority';
import type { QueueOutcome } from '../queue/turns';
import type { RateLimitReading } from '../rate-limit/rate-limit';
import type { CallEnd } from '../routing/guarded-provider';
import type { LevelChange } from '../service-level/level-tracker';
import { serviceLevels } from '../service-level/service-level';
import { eventLoopMetrics } from './event-loop-metrics';

const breakerStates = ['closed', 'half-open', 'open'] as const;
const limitStates = ['free', 'limited', 'resuming'] as const;

/** What gauges show, read at each scrape. */
export interface Readings {
  breakers: BreakerReading[];
  level: string;
  waiting: ReadonlyMap<PriorityClass, number>;
  limits: { provider: string; state: RateLimitReading['state'] }[];
}

/** What `/metrics` shows; one registry for each instance of the service. */
export class Metrics {
  readonly registry = new Registry();
  readonly #breakerState: Gauge;
  readonly #transitions: Counter;
  readonly #calls: Counter;
  readonly #callSeconds: Histogram;
  readonly #retries: Counter;
  readonly #failovers: Counter;
  readonly #refusedCalls: Counter;
  readonly #answers: Counter;
  readonly #level: Gauge;
  readonly #levelChanges: Counter;
  readonly #recoverySeconds: Histogram;
  readonly #persistent: Counter;
  readonly #reads: Counter;
  readonly #leftQueue: Counter;
  readonly #queueSeconds: Histogram;

  /** @param readings asked at each scrape, so that the gauge and `/v1/status` cannot disagree. */
  constructor(readings: () => Readings) {
    const registers = [this.registry];
    eventLoopMetrics(this.registry);
    this.#breakerState = new Gauge({
      name: 'breaker_state',
      help: '1 for the state that the breaker is in, 0 for the others',
      labelNames: ['breaker', 'state'],
      registers,
      collect: () => {
        for (const { name, state } of readings().breakers) {
          for (const each of breakerStates)
            this.#breakerState.set({ breaker: name, state: each }, Number(each === state));
        }
      },
    });
    this.#level = new Gauge({
      name: 'service_level',
      help: '1 for the level that the service is at, 0 for the others',
      labelNames: ['level'],
      registers,
      collect: () => {
        for (const each of serviceLevels) this.#level.set({ level: each }, Number(each === readings().level));
      },
    });
    const counter = (name: string, help: string, labelNames: string[]): Counter =>
      new Counter({ name, help, labelNames, registers });
    this.#transitions = counter('breaker_transitions_total', 'Changes of state', ['breaker', 'from', 'to']);
    new Gauge({
      name: 'queue_waiting',
      help: 'Questions held back now',
      labelNames: ['class'],
      registers,
      collect() {
        const { waiting } = readings();
        for (const each of priorityClasses) this.set({ class: each }, waiting.get(each) ?? 0);
      },
    });
    new Gauge({
      name: 'provider_limit_state',
      help: '1 for the state that the rate limit of the provider is in, 0 for the others',
      labelNames: ['provider', 'state'],
      registers,
      collect() {
        for (const { provider, state } of readings().limits)
          for (const each of limitStates) this.set({ provider, state: each }, Number(each === state));
      },
    });
    this.#reads = counter('conversation_reads_total', 'Conversations read, by where they were had', [
      'outcome',
    ]);
    this.#leftQueue = counter(
      'queue_left_total',
      'Questions that were to be held back, by what became of them',
      ['class', 'outcome'],
    );
    this.#queueSeconds = new Histogram({
      name: 'queue_wait_duration_seconds',
      help: 'How long questions were held back, by what became of them',
      labelNames: ['outcome'],
      buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    });
    this.#calls = counter(
      'provider_calls_total',
      'Calls that reached a provider, by why and how they ended',
      ['provider', 'purpose', 'outcome'],
    );
    this.#refusedCalls = counter(
      'provider_calls_not_made_total',
      'Calls held back from a provider, by reason',
      ['provider', 'reason'],
    );
    this.#retries = counter('provider_retries_total', 'Calls repeated at the same provider for a question', [
      'provider',
      'after',
      'outcome',
    ]);
    this.#failovers = counter('provider_failovers_total', 'Questions passed on to the next provider', [
      'from',
      'after',
    ]);
    this.#persistent = counter('provider_persistent_failures_total', 'Failures that somebody must act upon', [
      'provider',
      'code',
    ]);
    this.#answers = counter('answers_total', 'What users got', ['operation', 'outcome']);
    this.#levelChanges = counter('service_level_changes_total', 'Changes of the service level', [
      'from',
      'to',
    ]);
    this.#callSeconds = new Histogram({
      name: 'provider_call_duration_seconds',
      help: 'From the start of a call to its end',
      labelNames: ['provider'],
      buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120],
      registers,
    });
    this.#recoverySeconds = new Histogram({
      name: 'service_recovery_duration_seconds',
      help: 'From leaving full service to being back at it',
      buckets: [0.5, 1, 2.5, 5, 10, 20, 30, 60, 300, 3600],
      registers,
    });
  }

  breakerChanged({ breaker, from, to }: BreakerTransition): void {
    this.#transitions.inc({ breaker, from, to });
  }

  callEnded({ provider, reason, outcome, durationMs }: CallEnd): void {
    this.#calls.inc({ provider, purpose: reason.purpose, outcome });
    if (reason.purpose === 'retry') this.#retries.inc({ provider, after: reason.after, outcome });
    this.#callSeconds.observe({ provider }, durationMs / 1000);
  }

  callNotMade(provider: string, reason: string): void {
    this.#refusedCalls.inc({ provider, reason });
  }

  conversationRead(outcome: ReadOutcome): void {
    this.#reads.inc({ outcome });
  }

  leftQueue(priority: PriorityClass, outcome: QueueOutcome, waitedMs: number): void {
    this.#leftQueue.inc({ class: priority, outcome });
    this.#queueSeconds.observe({ outcome }, waitedMs / 1000);
  }

  failedOver(from: string, after: string): void {
    this.#failovers.inc({ from, after });
  }

  failedForGood(provider: string, code: string): void {
    this.#persistent.inc({ provider, code });
  }

  answered(operation: string, outcome: string): void {
    this.#answers.inc({ operation, outcome });
  }

  levelChanged({ from, to }: LevelChange): void {
    this.#levelChanges.inc({ from, to });
  }

  recovered(afterMs: number): void {
    this.#recoverySeconds.observe(afterMs / 1000);
  }
}
