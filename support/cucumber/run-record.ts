import type { Envelope, Hook, Pickle, PickleStep, TestCase, TestStepResult } from '@cucumber/messages';
import { type Outcome, outcomeOf, type StepRecord } from './outcome';
import { ScenarioSource } from './scenario-source';
import { SKIP_REASON_MEDIA_TYPE } from './skip';

/** One scenario of the run (one row of an outline). */
export interface ScenarioRecord {
  readonly name: string;
  /** `features/x.feature:12` */
  readonly location: string;
  /** Every tag, inherited ones included, with the `@`. */
  readonly tags: readonly string[];
  readonly durationMs: number;
  readonly outcome: Outcome;
}

interface Running {
  readonly testCase: TestCase;
  readonly startedAtMs: number;
  finishedAtMs?: number;
  skipReason?: string;
  readonly steps: StepRecord[];
}

/** What a run did, read from Cucumber's messages; feeds the summary and the gates. */
export class RunRecord {
  /** What the feature files say. */
  readonly source = new ScenarioSource();
  readonly #testCases = new Map<string, TestCase>();
  readonly #hooks = new Map<string, Hook>();
  readonly #running = new Map<string, Running>();
  readonly #isDryRun: boolean;

  /** Files that are no Gherkin, as `file:line: what`. */
  readonly parseErrors: string[] = [];
  /** BeforeAll and AfterAll hooks that failed. */
  readonly runHookFailures: string[] = [];
  /** Milliseconds from the start of this process to the first scenario. */
  firstScenarioAfterMs?: number;
  /** What Cucumber itself thinks of the run. */
  success?: boolean;
  readonly #beganAtMs = Date.now();

  constructor(options: { isDryRun: boolean }) {
    this.#isDryRun = options.isDryRun;
  }

  /** Takes one message. @returns the scenario that it ended, if it did. */
  take(envelope: Envelope): ScenarioRecord | undefined {
    this.source.take(envelope);
    if (envelope.testCase) this.#testCases.set(envelope.testCase.id, envelope.testCase);
    if (envelope.hook) this.#hooks.set(envelope.hook.id, envelope.hook);
    if (envelope.parseError) this.#takeParseError(envelope.parseError);
    if (envelope.testRunHookFinished) this.#takeRunHook(envelope.testRunHookFinished.result);
    if (envelope.testCaseStarted) this.#start(envelope.testCaseStarted);
    if (envelope.attachment) this.#attach(envelope.attachment);
    if (envelope.testStepFinished) this.#finishStep(envelope.testStepFinished);
    if (envelope.testRunFinished) this.success = envelope.testRunFinished.success;
    if (!envelope.testCaseFinished || envelope.testCaseFinished.willBeRetried) return undefined;
    const running = this.#running.get(envelope.testCaseFinished.testCaseStartedId);
    if (!running) return undefined;
    running.finishedAtMs = milliseconds(envelope.testCaseFinished.timestamp);
    return this.#describe(running);
  }

  /** Every scenario that began, in the order in which they began; an attempt that was repeated counts once. */
  scenarios(): ScenarioRecord[] {
    const last = new Map([...this.#running.values()].map((running) => [running.testCase.id, running]));
    return [...last.values()].map((running) => this.#describe(running));
  }

  /** Scenarios chosen for this run that never began, as `location name`. */
  neverBegan(): string[] {
    const began = new Set([...this.#running.values()].map(({ testCase }) => testCase.id));
    return [...this.#testCases.values()]
      .filter(({ id }) => !began.has(id))
      .map((testCase) => this.#pickle(testCase))
      .map((pickle) => `${this.source.location(pickle)} ${pickle.name}`);
  }

  /** Scenarios that began and have not ended (at the end of the run: whose worker died), by their started id. */
  unfinished(): string[] {
    return [...this.#running].filter(([, { finishedAtMs }]) => finishedAtMs === undefined).map(([id]) => id);
  }

  /** The scenario that began under this id, which a message of Cucumber's names. */
  startedAs(testCaseStartedId: string): { pickle: Pickle; scenario: ScenarioRecord } | undefined {
    const running = this.#running.get(testCaseStartedId);
    return running && { pickle: this.#pickle(running.testCase), scenario: this.#describe(running) };
  }

  /** The step or hook of a scenario, before it ran. */
  step(
    testCaseStartedId: string,
    testStepId: string,
  ): { kind: StepRecord['kind']; text: string; step?: PickleStep } {
    const testCase = this.#running.get(testCaseStartedId)?.testCase;
    const testStep = testCase?.testSteps.find(({ id }) => id === testStepId);
    if (testStep?.pickleStepId) {
      const step = this.source.step(testStep.pickleStepId);
      return { kind: 'step', text: this.source.stepText(testStep.pickleStepId), ...(step ? { step } : {}) };
    }
    const hook = this.#hooks.get(testStep?.hookId ?? '');
    return {
      kind: String(hook?.type).startsWith('AFTER') ? 'after hook' : 'before hook',
      text: hook?.name || 'unnamed',
    };
  }

  /** Every tag that any scenario of the loaded features carries, whether it was chosen or not. */
  allTags(): Set<string> {
    return this.source.tags();
  }

  /** How long the run has taken, milliseconds. */
  elapsedMs(): number {
    return Date.now() - this.#beganAtMs;
  }

  #pickle(testCase: TestCase): Pickle {
    return this.source.pickle(testCase.pickleId);
  }

  #describe(running: Running): ScenarioRecord {
    const pickle = this.#pickle(running.testCase);
    return {
      name: pickle.name,
      location: this.source.location(pickle),
      tags: pickle.tags.map(({ name }) => name),
      durationMs: (running.finishedAtMs ?? running.startedAtMs) - running.startedAtMs,
      outcome: outcomeOf({
        steps: running.steps,
        isFinished: running.finishedAtMs !== undefined,
        skipReason: running.skipReason,
        isDryRun: this.#isDryRun,
      }),
    };
  }

  #start({ id, testCaseId, timestamp }: NonNullable<Envelope['testCaseStarted']>): void {
    this.firstScenarioAfterMs ??= performance.now();
    const testCase = this.#testCases.get(testCaseId);
    if (testCase) this.#running.set(id, { testCase, startedAtMs: milliseconds(timestamp), steps: [] });
  }

  #attach({ testCaseStartedId, mediaType, body }: NonNullable<Envelope['attachment']>): void {
    const running = testCaseStartedId ? this.#running.get(testCaseStartedId) : undefined;
    if (running && mediaType === SKIP_REASON_MEDIA_TYPE) running.skipReason = body;
  }

  #finishStep(finished: NonNullable<Envelope['testStepFinished']>): void {
    const running = this.#running.get(finished.testCaseStartedId);
    if (!running) return;
    const { status } = finished.testStepResult;
    const { kind, text } = this.step(finished.testCaseStartedId, finished.testStepId);
    running.steps.push({
      kind,
      text,
      status,
      ...said(finished.testStepResult),
    });
  }

  #takeParseError({ source, message }: NonNullable<Envelope['parseError']>): void {
    this.parseErrors.push(`${source.uri}: ${message}`);
  }

  #takeRunHook({ status, message }: TestStepResult): void {
    if (status === 'FAILED') this.runHookFailures.push(message ?? 'without a message');
  }
}

/** Cucumber's formatted message drops an assertion's own words in favour of a difference: both are kept. */
export function said({
  message,
  exception,
}: TestStepResult): Pick<StepRecord, 'message' | 'trace' | 'errorType'> {
  if (message === undefined) return {};
  if (exception === undefined) return { message };
  return {
    message: `${exception.type}: ${exception.message ?? ''}`,
    trace: message,
    errorType: exception.type,
  };
}

function milliseconds({ seconds, nanos }: { seconds: number; nanos: number }): number {
  return seconds * 1000 + nanos / 1e6;
}
