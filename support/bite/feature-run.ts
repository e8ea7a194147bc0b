import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Envelope } from '@cucumber/messages';
import { RunRecord, type ScenarioRecord } from '../cucumber/run-record';

/** Which scenarios to run: those with one of these titles that satisfy the tag expression. */
export interface Selection {
  readonly titles: readonly string[];
  readonly tags: string;
}

/** Those too that are left out of a run where nothing is named. */
const everyFeature = 'features/**/*.feature';

const limitMs = 300_000;
/** Up to here the one process is done before workers would have started. */
const fewTitles = 8;
const politeMs = 5_000;

/** Cucumber run in a copy of the project, as a process of its own; it can be ended at any time. */
export class FeatureRun {
  readonly #folder: string;
  #child: ChildProcess | undefined;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Runs the selection.
   * @returns each scenario that began, one for each row of an outline.
   * @throws when Cucumber wrote no messages, with the end of what it said.
   */
  async scenarios({ titles, tags }: Selection): Promise<ScenarioRecord[]> {
    const reports = mkdtempSync(join(this.#folder, '.run-'));
    try {
      const workers = process.env.WORKERS ?? (titles.length <= fewTitles ? '0' : '');
      const said = await this.#cucumber(reports, workers, [
        everyFeature,
        '--name',
        `^(${titles.map(escaped).join('|')})$`,
        ...(tags === '' ? [] : ['--tags', tags]),
      ]);
      const messages = join(reports, 'messages.ndjson');
      if (!existsSync(messages)) throw new Error(`Cucumber must leave its messages; it said: ${said}`);
      return recordsIn(readFileSync(messages, 'utf8'));
    } finally {
      rmSync(reports, { recursive: true, force: true });
    }
  }

  /** Ends the run under way, with all that belongs to it; resolves when it is gone. */
  async end(): Promise<void> {
    const child = this.#child;
    if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    signalGroup(child.pid, 'SIGTERM');
    const limit = setTimeout(() => signalGroup(child.pid as number, 'SIGKILL'), politeMs);
    await exited;
    clearTimeout(limit);
  }

  async #cucumber(reports: string, workers: string, words: readonly string[]): Promise<string> {
    const cucumber = join('node_modules', '@cucumber', 'cucumber', 'bin', 'cucumber.js');
    // A group of its own: its workers are ended with it, and Ctrl-C reaches them through `end` only.
    const child = spawn(process.execPath, [cucumber, ...words], {
      cwd: this.#folder,
      detached: true,
      env: {
        ...process.env,
        WORKERS: workers,
        ALLURE_RESULTS_DIR: join(reports, 'results'),
        REPORTS_DIR: reports,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        said = (said + text).slice(-2_000);
      });
    }
    const limit = setTimeout(() => void this.end(), limitMs);
    await once(child, 'close');
    clearTimeout(limit);
    return said;
  }
}

/** The scenarios in Cucumber's messages, a last line that was cut off left out. */
export function recordsIn(messages: string): ScenarioRecord[] {
  const record = new RunRecord({ isDryRun: false });
  for (const line of messages.split('\n')) {
    if (line.endsWith('}')) record.take(JSON.parse(line) as Envelope);
  }
  return record.scenarios();
}

function escaped(title: string): string {
  return title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // It is gone already.
  }
}
