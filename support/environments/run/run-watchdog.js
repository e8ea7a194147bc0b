// Outlives its owner by a moment: holds the read end of a pipe, and when the owner is gone, however it ended, kills the
// servers which the owner had started and removes its folder. The idea is that of Testcontainers' ryuk.
// Started by run-folder.ts in a session of its own: `node run-watchdog.js <folder>`.
const { clearRun } = require('./clear-run.js');

for (const signal of ['SIGINT', 'SIGHUP']) process.on(signal, () => {});

process.stdin.on('error', () => {});
process.stdin.on('close', async () => {
  try {
    await clearRun(process.argv[2]);
  } catch {
    // Whatever is left now is for the next run's sweep.
    process.exitCode = 1;
  }
});
process.stdin.resume();
