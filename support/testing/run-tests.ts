import { availableParallelism } from 'node:os';
import { run } from 'node:test';
import { testFiles } from './test-files';
import { type TestEvent, TestReport } from './test-report';

// A file that hangs is a failure of that file, not of the machine that waits for it.
const fileLimitMs = 180_000;

/** Runs the unit tests, each file in a process of its own that is started as this one was; arguments choose files by part of the name. */
async function main(): Promise<void> {
  const files = testFiles(process.cwd(), process.argv.slice(2));
  const report = new TestReport((text) => process.stdout.write(text));
  const concurrency = Math.max(1, Math.min(availableParallelism(), files.length));
  for await (const event of run({ files, concurrency, timeout: fileLimitMs }))
    report.take(event as TestEvent);
  report.close();
  process.stdout.write(`${report.summary()}\n`);
  process.exitCode = report.failed > 0 ? 1 : 0;
}

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
