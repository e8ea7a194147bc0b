import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from '@cucumber/cucumber/api';
import { refusals } from './gates';
import { invocationOf } from './invocation';
import { outputFolders } from './output-folders';
import { ProgressFormatter } from './progress-formatter';
import { RunRecord } from './run-record';
import { summaryOf } from './summary';

/**
 * Cleans what an earlier run left, prints the closing summary, and turns the exit code to 1 where Cucumber would call
 * success what shows nothing. Loaded by cucumber.js through entry/gates.js.
 */
export const gatesPlugin: Plugin = {
  type: 'plugin',
  coordinator({ operation, on }) {
    if (operation !== 'runCucumber') return undefined;
    const invocation = invocationOf(process.argv.slice(2));
    const record = new RunRecord(invocation);
    if (!invocation.isDryRun) cleanOutput();
    on('message', (envelope) => {
      record.take(envelope);
    });
    return () => {
      const reasons = refusals(record, invocation, Boolean(process.env.CI) && process.env.CI !== 'false');
      // Standard output belongs to whatever formatter the command line put there, unless it is our own.
      const stream = ProgressFormatter.isInUse ? process.stdout : process.stderr;
      stream.write(summaryOf(record, reasons));
      // Cucumber sets the exit code after this, from its own opinion; the last word is spoken at exit.
      if (reasons.length > 0)
        process.once('exit', () => {
          process.exitCode = 1;
        });
    };
  },
};

/** Old results would show as retries of the new ones, old reports as the new run's. */
function cleanOutput(): void {
  const { results, reports } = outputFolders(process.env);
  for (const folder of [results, reports]) {
    mkdirSync(folder, { recursive: true });
    for (const name of readdirSync(folder))
      if (name !== '.gitkeep') rmSync(join(folder, name), { recursive: true, force: true });
  }
}
