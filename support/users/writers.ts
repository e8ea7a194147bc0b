import type { ScenarioEnvironment } from '../environments/scenario-environment';
import type { Journal } from '../evidence/journal';
import { nowMs } from '../evidence/now';
import { Compromised } from '../evidence/verdict';
import { badBody } from './bad-bodies';
import { type PersonaName, personas } from './personas';
import { newKey, post, type WriteAnswer, type Writing, write } from './writing';

/** One attempt, and what came of it. Times are milliseconds since the epoch. */
export interface RecordedWrite extends WriteAnswer {
  readonly user: PersonaName;
  readonly key: string | undefined;
  /** Undefined for a body that is none. */
  readonly writing: Writing | undefined;
  readonly invokedAtMs: number;
  readonly endedAtMs: number;
}

/** Those who add messages and place orders. Every attempt is kept. */
export class Writers {
  readonly #environment: ScenarioEnvironment;
  readonly #journal: Journal;
  readonly attempts: RecordedWrite[] = [];
  #written = 0;

  constructor(environment: ScenarioEnvironment, journal: Journal) {
    this.#environment = environment;
    this.#journal = journal;
  }

  /** One after another, each with a key of its own. */
  async addMessages(count: number, user: PersonaName = 'Ada'): Promise<void> {
    for (let each = 0; each < count; each += 1) await this.#attempt(user, this.#message(user), newKey());
  }

  async placeOrders(count: number, user: PersonaName = 'Ada'): Promise<void> {
    for (let each = 0; each < count; each += 1) await this.#attempt(user, this.#order(), newKey());
  }

  async write(messages: number, orders: number): Promise<void> {
    await this.addMessages(messages);
    await this.placeOrders(orders);
  }

  /** The same as a Given: all are acknowledged. @throws Compromised when one is not. */
  async haveWritten(messages: number, orders: number): Promise<void> {
    await this.write(messages, orders);
    const not = this.attempts.filter(({ outcome }) => outcome !== 'acknowledged');
    if (not.length > 0)
      throw new Compromised(
        `${messages + orders} writes were to be acknowledged; ${not.length} were ${not[0]?.outcome} (${not[0]?.code})`,
      );
  }

  /** The last write once more, under the same key. */
  async repeatLast(): Promise<void> {
    const { user, writing, key } = this.#last();
    await this.#attempt(user, writing as Writing, key);
  }

  /** Something else under the key of the last write. */
  async reuseLastKey(): Promise<void> {
    const { user, writing, key } = this.#last();
    await this.#attempt(user, writing?.kind === 'order' ? this.#order() : this.#message(user), key);
  }

  async orderWithoutAKey(): Promise<void> {
    await this.#attempt('Ada', this.#order(), undefined);
  }

  /** @param what one of the bad bodies. */
  async sendBad(what: string): Promise<void> {
    const bad = badBody(what);
    const path =
      bad.path === 'orders'
        ? '/v1/orders'
        : `/v1/threads/${bad.conversation ?? this.#environment.conversations.idOf('Ada')}/messages`;
    const invokedAtMs = nowMs();
    const { url } = await this.#environment.service();
    const key = newKey();
    this.#note({
      ...(await post(url, personas.Ada, path, bad.body, key, bad.asItIs)),
      user: 'Ada',
      key,
      writing: undefined,
      invokedAtMs,
      endedAtMs: nowMs(),
    });
  }

  /** Into a conversation that is another's, or nobody's. */
  async addToAnothers(owner: PersonaName | undefined): Promise<void> {
    const threadId = owner ? this.#environment.conversations.idOf(owner) : crypto.randomUUID();
    this.#written += 1;
    await this.#attempt(
      'Ada',
      { kind: 'message', threadId, text: `A stray message ${this.#written}.` },
      newKey(),
    );
  }

  #message(user: PersonaName): Writing {
    this.#written += 1;
    const threadId = this.#environment.conversations.idOf(user);
    return { kind: 'message', threadId, text: `Written message ${this.#written}.` };
  }

  #order(): Writing {
    this.#written += 1;
    const lines = [
      { product: `tea ${this.#written}`, quantity: 1 + (this.#written % 3), unitPriceCents: 250 },
      { product: 'postage', quantity: 1, unitPriceCents: 399 },
    ];
    return { kind: 'order', lines };
  }

  async #attempt(user: PersonaName, writing: Writing, key: string | undefined): Promise<void> {
    const { url } = await this.#environment.service();
    const invokedAtMs = nowMs();
    const answer = await write(url, personas[user], writing, key);
    this.#note({ ...answer, user, key, writing, invokedAtMs, endedAtMs: nowMs() });
  }

  #note(attempt: RecordedWrite): void {
    this.attempts.push(attempt);
    const what = attempt.writing?.kind === 'order' ? 'an order' : 'a message';
    const words = `wrote ${what}: ${attempt.outcome} with ${attempt.status}${attempt.code ? ` (${attempt.code})` : ''}`;
    this.#journal.record({ lane: 'user', subject: attempt.user, event: words, details: { ...attempt } });
  }

  #last(): RecordedWrite {
    const last = this.attempts.at(-1);
    if (!last) throw new Error('Nobody has written anything that could be repeated');
    return last;
  }
}
