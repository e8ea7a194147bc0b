import { recordServer } from '../environments/run/clear-run';
import { identityOf } from '../environments/run/processes';
import { OwnProcess } from '../environments/service/own-process';
import type { ProviderTransport } from '../providers/provider-double';

/** Runs the service for a measurement; its process is written down in the run folder, so that it never outlives us. */
export function benchedService(runFolder: string, transport: ProviderTransport): OwnProcess {
  return new OwnProcess(
    runFolder,
    () => {},
    () => transport.serviceEnvironment(),
    (pid) => {
      const identity = identityOf(pid);
      if (identity) recordServer(runFolder, 'service', identity);
    },
  );
}
