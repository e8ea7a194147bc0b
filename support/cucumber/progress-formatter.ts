import { Formatter, type IFormatterOptions } from '@cucumber/cucumber';
import type { Envelope } from '@cucumber/messages';
import { invocationOf } from './invocation';
import { isRed, type Outcome } from './outcome';
import { RunRecord, type ScenarioRecord } from './run-record';

const WIDTH = 80;

/** One sign for each scenario as it ends, and at once a line for each that did not pass. The summary is the gates' own. */
export class ProgressFormatter extends Formatter {
  static override readonly documentation = 'One sign for each scenario, a line for each that did not pass.';
  /** Whether this run shows its progress this way, so that standard output is ours. */
  static isInUse = false;

  #column = 0;

  constructor(options: IFormatterOptions) {
    super(options);
    ProgressFormatter.isInUse = true;
    const record = new RunRecord(invocationOf(process.argv.slice(2)));
    options.eventBroadcaster.on('envelope', (envelope: Envelope) => {
      const ended = record.take(envelope);
      if (ended) this.#show(ended);
    });
  }

  #show({ outcome, location, name }: ScenarioRecord): void {
    if (isRed(outcome)) {
      this.log(`${this.#column > 0 ? '\n' : ''}${outcome.kind.toUpperCase()}  ${location}  ${name}\n`);
      this.#column = 0;
      return;
    }
    this.log(signOf(outcome));
    this.#column += 1;
    if (this.#column < WIDTH) return;
    this.log('\n');
    this.#column = 0;
  }
}

function signOf({ kind }: Outcome): string {
  return kind === 'passed' ? '.' : '-';
}
