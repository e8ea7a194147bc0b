import { nowMs } from '../evidence/now';
import { Compromised } from '../evidence/verdict';
import { customers, type PersonaName, personas } from '../users/personas';
import { addMessage, beginConversation, type Reading, readConversation } from '../users/reading';
import type { ScenarioEnvironment } from './scenario-environment';

/** How long a copy lives where a scenario says nothing of it, milliseconds. */
const usual = { freshMs: 5_000, keptMs: 86_400_000 };

/** One of many conversations. */
export interface Shelved {
  readonly id: string;
  readonly owner: PersonaName;
  readonly wasRead: boolean;
}

/** GIVEN conversations, and what their owners have done with them. Nothing of it counts as a reading of the scenario. */
export class Conversations {
  readonly #environment: ScenarioEnvironment;
  readonly #ids = new Map<PersonaName, string>();
  readonly #texts = new Map<string, string[]>();
  readonly #more: { read: string[]; unread: string[] } = { read: [], unread: [] };
  readonly #shelf: Shelved[] = [];
  #lastReadAtMs = 0;

  constructor(environment: ScenarioEnvironment) {
    this.#environment = environment;
  }

  async begin(owner: PersonaName): Promise<void> {
    const text = 'The first message.';
    const id = await beginConversation(await this.#url(), personas[owner], text);
    this.#ids.set(owner, id);
    this.#texts.set(id, [text]);
  }

  /** One for each of them, which they have read. */
  async beginForEach(owners: readonly PersonaName[]): Promise<void> {
    for (const owner of owners) {
      await this.begin(owner);
      await this.haveRead(owner);
    }
  }

  /** So many more of Ada's; some of them are read, all at once. */
  async beginMore(count: number, read: number): Promise<void> {
    const url = await this.#url();
    for (let each = 0; each < count; each += 1) {
      const text = `The message of conversation ${each + 1}.`;
      const id = await beginConversation(url, personas.Ada, text);
      this.#texts.set(id, [text]);
      (each < read ? this.#more.read : this.#more.unread).push(id);
    }
    await Promise.all(this.#more.read.map((id) => this.#read('Ada', id)));
  }

  /** So many of all users, the most liked first; the least liked of them have never been read, all others once. */
  async fillShelf(count: number, unread: number): Promise<void> {
    const url = await this.#url();
    for (let each = 0; each < count; each += 1) {
      const owner = customers[each % customers.length] as PersonaName;
      const text = `The message of conversation ${each + 1}.`;
      const id = await beginConversation(url, personas[owner], text);
      this.#texts.set(id, [text]);
      const wasRead = each < count - unread;
      if (wasRead) await this.#read(owner, id);
      this.#shelf.push({ id, owner, wasRead });
    }
  }

  /** The most liked first. */
  get shelf(): readonly Shelved[] {
    return this.#shelf;
  }

  /** Those of the further ones that nobody has read. */
  get unread(): readonly string[] {
    return this.#more.unread;
  }

  /** @throws when this user has none. */
  idOf(owner: PersonaName): string {
    const id = this.#ids.get(owner);
    if (!id) throw new Error(`${owner} has no conversation; a Given must begin one first`);
    return id;
  }

  /** Every conversation that a Given began for somebody. */
  all(): { id: string; owner: PersonaName }[] {
    return [...[...this.#ids].map(([owner, id]) => ({ id, owner })), ...this.#shelf];
  }

  /** What stands in it, as far as its owner was told. */
  textsOf(id: string): readonly string[] {
    return this.#texts.get(id) ?? [];
  }

  /** When it was last read by a Given, milliseconds since the epoch. */
  get lastReadAtMs(): number {
    return this.#lastReadAtMs;
  }

  async haveRead(owner: PersonaName): Promise<void> {
    await this.#read(owner, this.idOf(owner));
  }

  /** @throws Compromised when it is not acknowledged. */
  async add(owner: PersonaName): Promise<void> {
    const id = this.idOf(owner);
    const text = `Message ${this.textsOf(id).length + 1}.`;
    const { status } = await addMessage(await this.#url(), personas[owner], id, text);
    if (status !== 201) throw new Compromised(`a message was to be added; the service answered ${status}`);
    this.#texts.set(id, [...this.textsOf(id), text]);
  }

  /** The last reading of a Given is longer ago than a copy is fresh. */
  async copyIsNoLongerFresh(): Promise<void> {
    await this.#untilOld(this.#environment.rules.copies.freshMs ?? usual.freshMs);
  }

  /** The last reading of a Given is longer ago than a copy is kept. */
  async copyIsKeptNoLonger(): Promise<void> {
    await this.#untilOld(this.#environment.rules.copies.keptMs ?? usual.keptMs);
  }

  async #read(owner: PersonaName, id: string): Promise<Reading> {
    const reading = await readConversation(await this.#url(), personas[owner], id);
    if (!reading.messages)
      throw new Compromised(`a conversation was to be read; ${owner} was told ${reading.code}`);
    this.#lastReadAtMs = nowMs();
    return reading;
  }

  async #untilOld(ageMs: number): Promise<void> {
    await this.#environment.until(
      () => nowMs() - this.#lastReadAtMs > ageMs,
      () => `the copy was only ${Math.round(nowMs() - this.#lastReadAtMs)} ms old`,
      ageMs + 1_000,
    );
  }

  async #url(): Promise<string> {
    return (await this.#environment.service()).url;
  }
}
