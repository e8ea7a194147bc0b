import { Formatter, type IFormatterOptions } from '@cucumber/cucumber';
import type { Attachment, Envelope, Pickle } from '@cucumber/messages';
import { ContentType, Stage } from 'allure-js-commons';
import {
  ALLURE_RUNTIME_MESSAGE_CONTENT_TYPE,
  createDefaultWriter,
  createStepResult,
  md5,
  ReporterRuntime,
} from 'allure-js-commons/sdk/reporter';
import { allureEnding, allureStepStatus } from './allure-ending';
import { AllureIdentities } from './allure-identity';
import { allureLabels } from './allure-labels';
import { csv } from './csv';
import { ENVIRONMENT_NOTE_MEDIA_TYPE } from './environment-note';
import type { Outcome } from './outcome';
import { RunRecord, said } from './run-record';
import { SKIP_REASON_MEDIA_TYPE } from './skip';

interface Open {
  readonly test: string;
  readonly scope: string;
  fixture?: string | undefined;
}

/**
 * Writes allure-results. A reporter of our own on Allure's SDK, because the one of allure-cucumberjs shows undefined,
 * ambiguous and pending steps and failed hooks as passed or skipped, merges scenarios of one name, and cannot be
 * subclassed without reaching into nearly all of its private methods. How a scenario ended is decided in outcome.ts.
 */
export class AllureReporter extends Formatter {
  readonly #record = new RunRecord({ isDryRun: false });
  readonly #identities = new AllureIdentities();
  readonly #open = new Map<string, Open>();
  readonly #environment: Record<string, string>;
  readonly #runtime: ReporterRuntime;

  constructor(options: IFormatterOptions) {
    super(options);
    const { resultsDir, environmentInfo } = options.parsedArgvOptions as {
      resultsDir: string;
      environmentInfo?: Record<string, string>;
    };
    this.#environment = { ...environmentInfo };
    this.#runtime = new ReporterRuntime({
      writer: createDefaultWriter({ resultsDir }),
      environmentInfo: this.#environment,
    });
    options.eventBroadcaster.on('envelope', (envelope: Envelope) => this.#take(envelope));
  }

  #take(envelope: Envelope): void {
    const ended = this.#record.take(envelope);
    if (envelope.pickle) this.#announce(envelope.pickle);
    if (envelope.testCaseStarted) this.#startScenario(envelope.testCaseStarted);
    if (envelope.testStepStarted) this.#startStep(envelope.testStepStarted);
    if (envelope.attachment) this.#attach(envelope.attachment);
    if (envelope.testStepFinished) this.#finishStep(envelope.testStepFinished);
    if (envelope.testCaseFinished) {
      const outcome =
        ended?.outcome ??
        this.#record.startedAs(envelope.testCaseFinished.testCaseStartedId)?.scenario.outcome;
      this.#finishScenario(
        envelope.testCaseFinished.testCaseStartedId,
        outcome,
        ms(envelope.testCaseFinished.timestamp),
      );
    }
    if (envelope.testRunFinished) this.#finishRun(ms(envelope.testRunFinished.timestamp));
  }

  #announce(pickle: Pickle): void {
    const { rule, scenario } = this.#record.source.place(pickle);
    const names = { ruleName: rule?.name ?? '', scenarioName: scenario?.name ?? pickle.name };
    const row = this.#record.source.row(pickle).map(({ value }) => value);
    this.#identities.announce(pickle, names, row);
  }

  #startScenario({ id, timestamp, workerId }: NonNullable<Envelope['testCaseStarted']>): void {
    const started = this.#record.startedAs(id);
    if (!started) return;
    const { pickle, scenario } = started;
    const place = this.#record.source.place(pickle);
    const { fullName, testCaseKey, historyKey } = this.#identities.of(pickle.id);
    const description = [place.scenario, place.rule, place.feature]
      .map((node) => node?.description)
      .find(Boolean);
    const scope = this.#runtime.startScope();
    const test = this.#runtime.startTest(
      {
        name: pickle.name,
        fullName,
        testCaseId: md5(testCaseKey),
        historyId: md5(historyKey),
        // Indented lines would be shown as code: descriptions are Markdown.
        description: (description ?? '').replace(/^[ \t]+/gm, '').trim(),
        start: ms(timestamp),
        titlePath: [place.feature?.name, place.rule?.name].filter((name) => name !== undefined),
        parameters: this.#record.source.row(pickle),
        labels: [
          ...allureLabels(scenario.tags, place),
          { name: 'thread', value: `worker ${workerId ?? '0'}` },
          { name: 'location', value: scenario.location },
        ],
      },
      [scope],
    );
    this.#open.set(id, { test, scope });
  }

  #startStep({ testCaseStartedId, testStepId, timestamp }: NonNullable<Envelope['testStepStarted']>): void {
    const open = this.#open.get(testCaseStartedId);
    if (!open) return;
    const { kind, text, step } = this.#record.step(testCaseStartedId, testStepId);
    if (kind !== 'step') {
      // Hooks with which allure-cucumberjs prepares its own steps are nobody's business.
      if (text === 'ALLURE_FIXTURE_IGNORE') return;
      const type = kind === 'before hook' ? 'before' : 'after';
      open.fixture = this.#runtime.startFixture(open.scope, type, { name: text, start: ms(timestamp) });
      return;
    }
    const uuid = this.#runtime.startStep(open.test, undefined, {
      ...createStepResult(),
      name: text,
      start: ms(timestamp),
    });
    const rows = step?.argument?.dataTable?.rows.map(({ cells }) => cells.map(({ value }) => value));
    if (rows && uuid) this.#write(open.test, uuid, 'Data table', csv(rows), ContentType.CSV);
    const prose = step?.argument?.docString?.content;
    if (prose && uuid) this.#write(open.test, uuid, 'Text', prose, ContentType.TEXT);
  }

  #finishStep({
    testCaseStartedId,
    testStepId,
    testStepResult,
    timestamp,
  }: NonNullable<Envelope['testStepFinished']>): void {
    const open = this.#open.get(testCaseStartedId);
    if (!open) return;
    const ending = {
      status: allureStepStatus(testStepResult.status),
      stage: Stage.FINISHED,
      statusDetails: details({ message: wordsFor(testStepResult.status), ...said(testStepResult) }),
    };
    const stop = ms(timestamp);
    if (this.#record.step(testCaseStartedId, testStepId).kind !== 'step') {
      if (open.fixture) {
        this.#runtime.updateFixture(open.fixture, (fixture) => Object.assign(fixture, ending));
        this.#runtime.stopFixture(open.fixture, { stop });
      }
      open.fixture = undefined;
      return;
    }
    const step = this.#runtime.currentStep(open.test);
    if (!step) return;
    this.#runtime.updateStep(step, (result) => Object.assign(result, ending));
    this.#runtime.stopStep(step, { stop });
  }

  #attach({ testCaseStartedId, mediaType, body, contentEncoding, fileName }: Attachment): void {
    const open = this.#open.get(testCaseStartedId ?? '');
    if (mediaType === ENVIRONMENT_NOTE_MEDIA_TYPE) {
      Object.assign(this.#environment, JSON.parse(body));
      return;
    }
    if (!open || mediaType === SKIP_REASON_MEDIA_TYPE) return;
    if (mediaType === ALLURE_RUNTIME_MESSAGE_CONTENT_TYPE) {
      this.#runtime.applyRuntimeMessages(open.fixture ?? open.test, [JSON.parse(body)].flat());
      return;
    }
    // What a hook attaches (the journal) is about the scenario: it goes to the scenario, not into the folded hook.
    const step = open.fixture ? undefined : this.#runtime.currentStep(open.test);
    const isLog = mediaType.startsWith('text/x.cucumber.log');
    const content = Buffer.from(body, String(contentEncoding) === 'BASE64' ? 'base64' : 'utf8');
    this.#write(
      open.test,
      step,
      fileName ?? (isLog ? 'Log' : 'Attachment'),
      content,
      isLog ? ContentType.TEXT : mediaType,
    );
  }

  #finishScenario(startedId: string, outcome: Outcome | undefined, stop: number): void {
    const open = this.#open.get(startedId);
    if (!open || !outcome) return;
    const { status, label } = allureEnding(outcome);
    this.#runtime.updateTest(open.test, (result) => {
      result.status = status;
      result.stage = Stage.FINISHED;
      result.labels.push({ name: 'verdict', value: label });
      if (outcome.kind !== 'passed')
        result.statusDetails = details({ ...outcome, message: `${titleOf(outcome)}${outcome.message}` });
    });
    this.#runtime.stopTest(open.test, { stop });
    this.#runtime.writeTest(open.test);
    this.#runtime.writeScope(open.scope);
    this.#open.delete(startedId);
  }

  #finishRun(stop: number): void {
    for (const id of this.#record.unfinished())
      this.#finishScenario(id, this.#record.startedAs(id)?.scenario.outcome, stop);
    this.#runtime.writeEnvironmentInfo();
  }

  #write(
    test: string,
    step: string | undefined,
    name: string,
    content: string | Buffer,
    contentType: string,
  ): void {
    const buffer = typeof content === 'string' ? Buffer.from(content) : content;
    this.#runtime.writeAttachment(test, step, name, buffer, { contentType });
  }
}

function titleOf({ kind }: Outcome): string {
  return kind === 'failed' ? '' : `${kind[0]?.toUpperCase()}${kind.slice(1)}: `;
}

function details({ message, trace }: { message: string; trace?: string }): {
  message?: string;
  trace?: string;
} {
  if (message === '') return {};
  return trace === undefined ? { message: plain(message) } : { message: plain(message), trace: plain(trace) };
}

function plain(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colour codes begin with the escape character
  return text.replace(/\u001b\[[\d;]*m/g, '').trim();
}

function wordsFor(status: string): string {
  if (status === 'UNDEFINED') return 'No step definition matches this step.';
  return status === 'PENDING' ? 'The step definition is still pending.' : '';
}

function ms({ seconds, nanos }: { seconds: number; nanos: number }): number {
  return seconds * 1000 + Math.round(nanos / 1e6);
}
