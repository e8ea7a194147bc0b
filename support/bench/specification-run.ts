import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Envelope } from '@cucumber/messages';
import { RunFolder } from '../environments/run/run-folder';
import { nowMs } from '../evidence/now';
import type { Figure } from './figure';

interface Run {
  /** Milliseconds from the command to the first scenario's first step, to the first verdict, to the end. */
  readonly toFirstScenarioMs: number;
  readonly toFirstVerdictMs: number;
  readonly wallMs: number;
  readonly scenarios: number;
  readonly exitCode: number | null;
}

/** `npm run bdd` as a user runs it, into folders of its own. @param words only these, such as `--tags`. */
export async function specificationRun(words: readonly string[]): Promise<Figure[]> {
  const run = await measured(words);
  const { scenarios, exitCode, ...times } = run;
  const first: Figure = {
    name: `npm run bdd${words.length > 0 ? ` -- ${words.join(' ')}` : ''}, first scenario`,
    values: { beginsAfterMs: times.toFirstScenarioMs, endsAfterMs: times.toFirstVerdictMs },
    target: { value: 'beginsAfterMs', belowMs: 4_000 },
  };
  if (words.length > 0) return [first];
  const whole: Figure = {
    name: 'npm run bdd, the whole run',
    values: { wallMs: times.wallMs, scenarios, exitCode: exitCode ?? -1 },
    target: { value: 'wallMs', belowMs: 90_000 },
  };
  return [first, whole];
}

async function measured(words: readonly string[]): Promise<Run> {
  await using folder = RunFolder.open();
  const beganAtMs = nowMs();
  const child = spawn('npm', ['run', '--silent', 'bdd', ...(words.length > 0 ? ['--', ...words] : [])], {
    env: {
      ...process.env,
      ALLURE_RESULTS_DIR: join(folder.path, 'results'),
      REPORTS_DIR: join(folder.path, 'reports'),
    },
    stdio: 'ignore',
  });
  await once(child, 'exit');
  const wallMs = nowMs() - beganAtMs;
  const envelopes = messagesIn(join(folder.path, 'reports', 'messages.ndjson'));
  const [started] = envelopes.flatMap(({ testCaseStarted }) => testCaseStarted?.timestamp ?? []);
  const [finished] = envelopes.flatMap(({ testCaseFinished }) => testCaseFinished?.timestamp ?? []);
  if (!started || !finished)
    throw new Error(
      `npm run bdd must run a scenario to be measured; it ran none and ended with ${child.exitCode}`,
    );
  const sinceBeginning = (at: typeof started): number => at.seconds * 1000 + at.nanos / 1e6 - beganAtMs;
  return {
    toFirstScenarioMs: sinceBeginning(started),
    toFirstVerdictMs: sinceBeginning(finished),
    wallMs,
    scenarios: envelopes.filter(({ testCaseFinished }) => testCaseFinished).length,
    exitCode: child.exitCode,
  };
}

function messagesIn(file: string): Envelope[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Envelope);
}
