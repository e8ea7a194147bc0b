import type { LogLine } from '../environments/service/running-service';
import { nowMs } from '../evidence/now';
import { readServiceState } from '../probes/service-state';
import { answerText } from './answer-text';
import { type Command, commandIn } from './command';
import type { Playground } from './playground';
import { stateTable } from './state-table';
import { help } from './welcome';

const shownEvents = ['breaker.transition', 'service-level.changed'];

/** What is said at the prompt, done; and what happens meanwhile, told. */
export class Session {
  readonly #playground: Playground;
  readonly #print: (text: string) => void;
  #showsLog = true;

  constructor(playground: Playground, print: (text: string) => void) {
    this.#playground = playground;
    this.#print = print;
  }

  /** Does what the line says; a failure is told and ends nothing. @returns whether to go on. */
  async take(line: string): Promise<boolean> {
    const before = this.#playground.journal.entries().length;
    try {
      const command = commandIn(line);
      if (command?.kind === 'quit') return false;
      if (command) await this.#do(command);
    } catch (error) {
      this.#print(error instanceof Error ? error.message : String(error));
    }
    // Looks past the service: the fault was not only ordered, it was met.
    for (const { subject, event } of this.#playground.journal.entries().slice(before)) {
      this.#print(`${subject}: ${event}`);
    }
    return true;
  }

  /** A line of the service's log. */
  note(line: LogLine): void {
    if (!this.#showsLog || !shownEvents.includes(String(line.event))) return;
    this.#print(`${new Date().toISOString().slice(11, 23)}  ${line.message}`);
  }

  async #do(command: Exclude<Command, { kind: 'quit' }>): Promise<void> {
    switch (command.kind) {
      case 'provider':
        return this.#playground.tell(command.role, command.phrase);
      case 'break':
        return this.#playground.break(command.server, command.fault);
      case 'mend':
        return this.#playground.mend(command.server);
      case 'ask':
        return this.#print(answerText(await this.#playground.ask(command.question)));
      case 'status':
        return this.#print(stateTable(await readServiceState(await this.#playground.url()), nowMs()));
      case 'log':
        this.#showsLog = command.isOn;
        return this.#print(`Changes are ${command.isOn ? 'shown' : 'hidden'}.`);
      case 'help':
        return this.#print(help);
    }
  }
}
