import { startService } from '../../../reference-service/compose';
import { LogLines } from './log-lines';
import { referenceConfiguration } from './reference-configuration';
import type { LogLine, RunningService, ServiceAssembly } from './running-service';
import type { ServiceSettings } from './service-settings';

/** The reference service in the test process: fast, and its providers may be doubled by nock. */
export class InProcess implements ServiceAssembly {
  readonly name = 'in-process';
  readonly #onLogLine: (line: LogLine) => void;

  constructor(onLogLine: (line: LogLine) => void) {
    this.#onLogLine = onLogLine;
  }

  startMany(settings: readonly ServiceSettings[]): Promise<RunningService[]> {
    return Promise.all(settings.map((each) => this.start(each)));
  }

  async start(settings: ServiceSettings): Promise<RunningService> {
    const log = new LogLines(this.#onLogLine);
    const service = await startService(referenceConfiguration(settings), log);
    let stopped: Promise<void> | undefined;
    return {
      url: service.url,
      log: log.lines,
      stop: () => {
        stopped ??= service.stop();
        return stopped;
      },
      process: () => {
        throw new Error(
          'Only a service in a process of its own can be killed, frozen or asked to stop; tag the Rule or the Scenario with @own-process',
        );
      },
    };
  }
}
