import type { ScenarioEnvironment } from '../environments/scenario-environment';
import type { Journal } from '../evidence/journal';
import { nowMs } from '../evidence/now';
import { Compromised } from '../evidence/verdict';
import { badBody } from './bad-bodies';
import { customers, type PersonaName, personas } from './personas';
import { newKey, post, type WriteAnswer, type Writing, write } from './writing';

/** Characters of a message at most. */
const longestText = 20_000;

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
  readonly #underWay: Promise<void>[] = [];
  /** What nobody knew the outcome of, asked again once all had recovered; apart from the attempts. */
  readonly repeats: RecordedWrite[] = [];
  #written = 0;

  constructor(environment: ScenarioEnvironment, journal: Journal) {
    this.#environment = environment;
    this.#journal = journal;
  }

  /** One after another, each with a key of its own. */
  async addMessages(count: number, user: PersonaName = 'Ada'): Promise<void> {
    for (let each = 0; each < count; each += 1)
      await this.addMessageTo(user, this.#environment.conversations.idOf(user));
  }

  async placeOrders(count: number, user: PersonaName = 'Ada'): Promise<void> {
    for (let each = 0; each < count; each += 1) await this.#attempt(user, this.#order(), newKey());
  }

  /** Long ones, as long as a message may be. */
  async addLongMessages(count: number, user: PersonaName = 'Ada'): Promise<void> {
    for (let each = 0; each < count; each += 1) {
      const writing = this.#message(this.#environment.conversations.idOf(user));
      await this.#attempt(user, { ...writing, text: writing.text.padEnd(longestText, ' 長') }, newKey());
    }
  }

  /** One message, with a key of its own. */
  async addMessageTo(user: PersonaName, threadId: string): Promise<void> {
    await this.#attempt(user, this.#message(threadId), newKey());
  }

  /** Each write that nobody knows the outcome of, once more under its key. */
  async repeatUnknown(): Promise<void> {
    const { url } = await this.#environment.service();
    for (const unknown of this.attempts.filter(({ outcome }) => outcome === 'unknown')) {
      const { user, writing, key } = unknown;
      if (!writing) continue;
      const invokedAtMs = nowMs();
      const answer = await write(url, personas[user], writing, key);
      this.repeats.push(this.#told({ ...answer, user, key, writing, invokedAtMs, endedAtMs: nowMs() }));
    }
  }

  async write(messages: number, orders: number): Promise<void> {
    await this.addMessages(messages);
    await this.placeOrders(orders);
  }

  /**
   * The same as a Given: all are acknowledged. Whoever is told that nobody knows asks once more under the same key, as
   * users are told to: a disk that is busy for a moment is none of the scenario's. @throws Compromised when one is not.
   */
  async haveWritten(messages: number, orders: number): Promise<void> {
    for (let each = 0; each < messages + orders; each += 1) {
      await (each < messages ? this.addMessages(1) : this.placeOrders(1));
      if (this.#last().outcome === 'unknown') await this.repeatLast();
      const { outcome, code } = this.#last();
      if (outcome !== 'acknowledged')
        throw new Compromised(
          `${messages + orders} writes were to be acknowledged; number ${each + 1} was ${outcome} (${code})`,
        );
    }
  }

  /**
   * These are half done: each has reached its place in the database and does not get on. Nobody waits for them here.
   * @throws Compromised when they do not get there.
   */
  async areHalfDone(kind: 'messages' | 'orders', count: number): Promise<void> {
    await this.#environment.midst.hold(kind);
    const threadId = this.#environment.conversations.idOf('Ada');
    for (let each = 0; each < count; each += 1) {
      const writing = kind === 'orders' ? this.#order() : this.#message(threadId);
      this.#underWay.push(this.#attempt('Ada', writing, newKey()));
    }
    await this.#environment.midst.untilWaiting(count);
  }

  /** Whatever was under way has come to an end, of whatever kind. */
  async underWayEnded(): Promise<void> {
    await Promise.all(this.#underWay.splice(0));
  }

  /**
   * Several users write at once, each one after another: Ada messages, the others orders. In the midst of it something
   * happens, once so many were acknowledged.
   * @throws Compromised when it came too early or too late to be in the midst.
   */
  async writeWhile(total: number, after: number, happens: () => Promise<void>): Promise<void> {
    const threadId = this.#environment.conversations.idOf('Ada');
    const before = this.attempts.length;
    const acknowledged = (): number =>
      this.attempts.slice(before).filter(({ outcome }) => outcome === 'acknowledged').length;
    let happening: Promise<void> | undefined;
    const writeOn = async (user: PersonaName): Promise<void> => {
      for (let each = 0; each < total / customers.length; each += 1) {
        await this.#attempt(user, user === 'Ada' ? this.#message(threadId) : this.#order(), newKey());
        if (acknowledged() >= after) happening ??= happens();
      }
    };
    await Promise.all(customers.map(writeOn));
    await happening;
    if (!happening || acknowledged() >= total)
      throw new Compromised(
        `it was to happen after ${after} of ${total} writes; ${acknowledged()} were acknowledged in all`,
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
    const other =
      writing?.kind === 'order' ? this.#order() : this.#message(this.#environment.conversations.idOf(user));
    await this.#attempt(user, other, key);
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

  #message(threadId: string): Writing & { kind: 'message' } {
    this.#written += 1;
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
    const { url } = await this.#environment.life.forUsers();
    const invokedAtMs = nowMs();
    const answer = await write(url, personas[user], writing, key);
    this.#note({ ...answer, user, key, writing, invokedAtMs, endedAtMs: nowMs() });
  }

  #note(attempt: RecordedWrite): void {
    this.attempts.push(this.#told(attempt));
  }

  #told(attempt: RecordedWrite): RecordedWrite {
    const what = attempt.writing?.kind === 'order' ? 'an order' : 'a message';
    const words = `wrote ${what}: ${attempt.outcome} with ${attempt.status}${attempt.code ? ` (${attempt.code})` : ''}`;
    const details = { ...attempt, writing: shortened(attempt.writing) };
    this.#journal.record({ lane: 'user', subject: attempt.user, event: words, details });
    return attempt;
  }

  #last(): RecordedWrite {
    const last = this.attempts.at(-1);
    if (!last) throw new Error('Nobody has written anything that could be repeated');
    return last;
  }
}

/** A journal is for people to read; of a long message they need to see which one it is. */
function shortened(writing: Writing | undefined): Writing | undefined {
  return writing?.kind === 'message' ? { ...writing, text: writing.text.slice(0, 200) } : writing;
}
