import { startService } from './compose';
import { configurationFrom } from './configuration';

/** Runs the service alone, until SIGTERM or SIGINT. */
async function main(): Promise<void> {
  const service = await startService(configurationFrom(process.env));
  const stop = (): void => {
    service.stop().then(
      () => process.exit(0),
      (error) => fail(error),
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

function fail(error: unknown): void {
  process.stderr.write(`The service cannot run: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

main().catch(fail);
