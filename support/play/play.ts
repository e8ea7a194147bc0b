import { Playground } from './playground';
import { freePort } from './port';
import { Prompt } from './prompt';
import { Session } from './session';
import { welcome } from './welcome';

const signals = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** The reference service with its servers and doubles, and a prompt to break them from. */
async function main(): Promise<void> {
  const port = await freePort(process.env.PORT);
  let tell: (text: string) => void = () => {};
  const playground: Playground = new Playground(port, (line) => session.note(line));
  const session = new Session(playground, (text) => tell(text));
  const end = (exitCode: number): void => {
    // The second time at once: the run folder's watchdog clears up what is left.
    for (const signal of Object.keys(signals)) process.once(signal, () => process.exit(exitCode));
    playground[Symbol.asyncDispose]().finally(() => process.exit(exitCode));
  };
  for (const [signal, exitCode] of Object.entries(signals)) process.once(signal, () => end(exitCode));
  try {
    process.stdout.write('Starting PostgreSQL, Redis, the providers and the service ...\n');
    const explanation = await playground.open();
    process.stdout.write(welcome(await playground.url(), playground.firstModel, explanation));
    using prompt = new Prompt(() => {
      process.stdout.write('\nStopping ...\n');
      end(signals.SIGINT);
    });
    tell = (text) => prompt.print(text);
    for await (const line of prompt.lines()) if (!(await session.take(line))) break;
    process.stdout.write('Stopping ...\n');
  } finally {
    await playground[Symbol.asyncDispose]();
  }
}

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
