import type { ScenarioEnvironment } from '../environments/scenario-environment';
import type { Journal } from '../evidence/journal';
import { type PersonaName, personas } from './personas';
import { readOrder } from './reading';
import type { Writers } from './writers';

/** What came of looking an order up. */
export interface RecordedLook {
  readonly status: number;
  /** The error's code, where there is one. */
  readonly code: string | undefined;
  /** The whole answer, as it came. */
  readonly body: string;
  /** What the order is about: nobody else may see it. */
  readonly products: readonly string[];
}

/** Those who look orders up, their own and others'. */
export class OrderReaders {
  readonly #environment: ScenarioEnvironment;
  readonly #writers: Writers;
  readonly #journal: Journal;
  /** In order. */
  readonly looks: RecordedLook[] = [];

  constructor(environment: ScenarioEnvironment, writers: Writers, journal: Journal) {
    this.#environment = environment;
    this.#writers = writers;
    this.#journal = journal;
  }

  /** The last order of the owner. @throws when there is none. */
  async lookUp(reader: PersonaName, owner: PersonaName): Promise<void> {
    const order = this.#writers.attempts.findLast(
      ({ user, writing, outcome }) =>
        user === owner && writing?.kind === 'order' && outcome === 'acknowledged',
    );
    if (order?.writing?.kind !== 'order') throw new Error(`${owner} has placed no order`);
    const { url } = await this.#environment.service();
    const look = await readOrder(url, personas[reader], String(order.body.id));
    this.looks.push({ ...look, products: order.writing.lines.map(({ product }) => product) });
    const event = `looked up an order of ${owner}: ${look.code ?? look.status}`;
    this.#journal.record({ lane: 'user', subject: reader, event });
  }
}
