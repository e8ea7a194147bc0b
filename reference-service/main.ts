import { type RunningService, startService } from './compose';
import { configurationsFrom } from './configuration';

/** Runs the service alone, until SIGTERM or SIGINT. */
async function main(): Promise<void> {
  const services: RunningService[] = [];
  // One after the other, so that the log tells of them in the order of the configuration.
  for (const configuration of configurationsFrom(process.env))
    services.push(await startService(configuration));
  const stop = (): void => {
    Promise.all(services.map((service) => service.stop())).then(
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
