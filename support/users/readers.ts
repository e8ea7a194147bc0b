import type { ScenarioEnvironment } from '../environments/scenario-environment';
import type { Journal } from '../evidence/journal';
import { personas } from './personas';
import { type Reading, readConversation } from './reading';

/** Those who read conversations. */
export class Readers {
  readonly #environment: ScenarioEnvironment;
  readonly #journal: Journal;
  /** What came of each reading, in order of ending. */
  readonly readings: Reading[] = [];

  constructor(environment: ScenarioEnvironment, journal: Journal) {
    this.#environment = environment;
    this.#journal = journal;
  }

  async readTheConversation(times: number): Promise<void> {
    for (let each = 0; each < times; each += 1) await this.#read(this.#environment.conversationId());
  }

  async readTheConversationAtOnce(readers: number): Promise<void> {
    await Promise.all(Array.from({ length: readers }, () => this.#read(this.#environment.conversationId())));
  }

  async readConversationsThatDoNotExist(count: number): Promise<void> {
    for (let each = 0; each < count; each += 1) await this.#read(crypto.randomUUID());
  }

  async #read(id: string): Promise<void> {
    const { url } = await this.#environment.service();
    const reading = await readConversation(url, personas.Ada, id);
    this.readings.push(reading);
    const words = `read the conversation: ${reading.code ?? `${reading.messages?.length} messages`}`;
    this.#journal.record({ lane: 'user', subject: 'Ada', event: words });
  }
}
