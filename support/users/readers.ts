import type { ScenarioEnvironment } from '../environments/scenario-environment';
import type { Journal } from '../evidence/journal';
import { nowMs } from '../evidence/now';
import { seededRandom } from '../random/seeded-random';
import { type PersonaName, personas } from './personas';
import { type Reading, readConversation } from './reading';
import { skewedChoice } from './traffic/skewed-choice';

/** What came of a reading, by whom, of which conversation, and when. */
export interface RecordedReading extends Reading {
  readonly reader: PersonaName;
  readonly id: string;
  readonly askedAtMs: number;
  readonly endedAtMs: number;
}

/** Who likes what is fixed, so that every run asks for the same share of what nobody has read. */
const likingSeed = 20_261_125;

/** Those who read conversations. */
export class Readers {
  readonly #environment: ScenarioEnvironment;
  readonly #journal: Journal;
  /** What came of each reading, in order of ending. */
  readonly readings: RecordedReading[] = [];

  constructor(environment: ScenarioEnvironment, journal: Journal) {
    this.#environment = environment;
    this.#journal = journal;
  }

  async readTheConversation(times: number): Promise<void> {
    for (let each = 0; each < times; each += 1) await this.#read(this.#conversationOf('Ada'));
  }

  async readTheConversationAtOnce(readers: number): Promise<void> {
    await Promise.all(Array.from({ length: readers }, () => this.#read(this.#conversationOf('Ada'))));
  }

  /** One after another, each when the copy that the one before has left is no longer fresh. */
  async readWithoutFreshCopies(times: number): Promise<void> {
    const { freshMs = 0 } = this.#environment.rules.copies;
    for (let each = 0; each < times; each += 1) {
      const lastMs = this.readings.at(-1)?.endedAtMs ?? this.#environment.conversations.lastReadAtMs;
      await this.#environment.until(
        () => nowMs() - lastMs > freshMs,
        () => 'the copy was still fresh',
        freshMs + 1_000,
      );
      await this.#read(this.#conversationOf('Ada'));
    }
  }

  /** Their owners read these of the many, some far more often than others; the same in every run. */
  async readAsTheyLike(times: number): Promise<void> {
    const { shelf } = this.#environment.conversations;
    const choose = skewedChoice(shelf.length, seededRandom(likingSeed));
    for (let each = 0; each < times; each += 1) {
      const chosen = shelf[choose()];
      if (chosen) await this.#read(chosen.id, chosen.owner);
    }
  }

  async readConversationOf(reader: PersonaName, owner: PersonaName): Promise<void> {
    await this.#read(this.#conversationOf(owner), reader);
  }

  /** Further conversations that nobody has read, all at once. */
  async readTheUnread(): Promise<void> {
    await Promise.all(this.#environment.conversations.unread.map((id) => this.#read(id)));
  }

  /** In turn with the writer: each message that was acknowledged is looked for at once. */
  async readAfterEach(times: number, write: () => Promise<void>): Promise<void> {
    for (let each = 0; each < times; each += 1) {
      await write();
      await this.readTheConversation(1);
    }
  }

  async readConversationsThatDoNotExist(count: number): Promise<void> {
    for (let each = 0; each < count; each += 1) await this.#read(crypto.randomUUID());
  }

  /** Any of the many, by anybody. */
  async readAs(reader: PersonaName, id: string): Promise<void> {
    await this.#read(id, reader);
  }

  #conversationOf(owner: PersonaName): string {
    return this.#environment.conversations.idOf(owner);
  }

  async #read(id: string, reader: PersonaName = 'Ada'): Promise<void> {
    const { url } = await this.#environment.service();
    const askedAtMs = nowMs();
    const reading = await readConversation(url, personas[reader], id).catch(noAnswer);
    this.readings.push({ ...reading, reader, id, askedAtMs, endedAtMs: nowMs() });
    const from = reading.freshness
      ? ` from ${reading.freshness.source}, ${reading.freshness.ageMs} ms old`
      : '';
    const words = `read a conversation: ${reading.code ?? `${reading.messages?.length} messages${from}`}`;
    this.#journal.record({ lane: 'user', subject: reader, event: words });
  }
}

/** Whoever asks a service that is dead, or dies meanwhile, hears nothing. */
function noAnswer(error: Error): Reading {
  const body = String(error);
  return { status: 0, code: 'no_answer', messages: undefined, freshness: undefined, body };
}
