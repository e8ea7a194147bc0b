import type { Conversation, Conversations } from '../database/conversations';
import { UserError } from '../errors/user-error';
import type { Policy } from '../policy';
import type { WriteResult } from '../writes/apply-writes';
import type { Write } from '../writes/write';
import type { WriteWatch } from '../writes/write-watch';
import type { ConversationStore } from './conversation-store';

/** A conversation as it is shown, and how much it can be relied on. */
export interface ShownConversation {
  conversation: Conversation;
  source: 'database' | 'cache';
  /** How long ago it was read from the database; 0 when it just was. */
  ageMs: number;
  /** A copy that cannot be checked at the moment, however young. */
  isStale: boolean;
  /** A copy from before a write of which nobody knows whether it happened. */
  isDoubtful: boolean;
}

/** What became of a read, for whoever counts. */
export type ReadOutcome = 'database' | 'fresh copy' | 'stale copy' | 'no copy';

/**
 * Conversations through a cache: a fresh copy is shown at once, an old one only while the database cannot be asked, and
 * then it says so. A real read leaves a copy, a write brings it up to date.
 */
export class CachedConversations implements WriteWatch {
  readonly #conversations: Conversations;
  readonly #store: ConversationStore | undefined;
  readonly #freshMs: number;
  readonly #onRead: (outcome: ReadOutcome) => void;
  /** Reads of the database under way: who asks meanwhile for the same gets the same, so that nobody stampedes. */
  readonly #underWay = new Map<string, Promise<Conversation>>();

  constructor(
    conversations: Conversations,
    store: ConversationStore | undefined,
    policy: Policy['cache'],
    onRead: (outcome: ReadOutcome) => void,
  ) {
    this.#conversations = conversations;
    this.#store = store;
    this.#freshMs = policy.freshMs;
    this.#onRead = onRead;
  }

  /**
   * Shows one.
   * @throws UserError `not_found` when there is none for this owner; `not_checkable` when that cannot be known now, `too_busy` when more urgent work comes first.
   */
  async read(owner: string, id: string): Promise<ShownConversation> {
    const copy = await this.#store?.read(owner, id);
    if (copy && !copy.isDoubtful && copy.ageMs < this.#freshMs) {
      const isStale = !this.#conversations.isCheckable;
      this.#onRead(isStale ? 'stale copy' : 'fresh copy');
      return { ...copy, source: 'cache', isStale };
    }
    try {
      const conversation = await this.#readOnce(owner, id);
      this.#onRead('database');
      return { conversation, source: 'database', ageMs: 0, isStale: false, isDoubtful: false };
    } catch (error) {
      if (!(error instanceof UserError) || !couldNotAsk(error)) throw error;
      this.#onRead(copy ? 'stale copy' : 'no copy');
      if (!copy) throw error;
      return { ...copy, source: 'cache', isStale: true };
    }
  }

  /** Begins one. @returns its id. */
  begin(owner: string, title: string): Promise<string> {
    return this.#conversations.begin(owner, title);
  }

  /**
   * A message was added: the copy has it before its user hears of it, from what the write itself knows. So an outage that
   * begins just now does not hide the conversations that are in use. Where what others wrote before is not there yet it is read anew.
   */
  async applied(write: Write, result: WriteResult): Promise<void> {
    if (write.kind !== 'add message' || !('position' in result)) return;
    const { user, payload } = write;
    const message = { position: result.position, author: user, text: payload.text };
    const done = await this.#store?.append(user, payload.thread, message);
    this.#readAnew(user, payload.thread);
    if (done === 'ahead') await this.#readOnce(user, payload.thread).catch(() => {}); // Then there is none until it is read.
  }

  /** A message may have been added. */
  async uncertain(write: Write): Promise<void> {
    if (write.kind !== 'add message') return;
    await this.#store?.doubt(write.user, write.payload.thread);
    this.#readAnew(write.user, write.payload.thread);
  }

  /** Whoever asks from now on must not get what was being read before. */
  #readAnew(owner: string, id: string): void {
    this.#underWay.delete(nameOf(owner, id));
  }

  #readOnce(owner: string, id: string): Promise<Conversation> {
    if (!this.#store) return this.#conversations.read(owner, id);
    const name = nameOf(owner, id);
    const underWay = this.#underWay.get(name);
    if (underWay) return underWay;
    const reading = this.#readAndStore(owner, id).finally(() => {
      if (this.#underWay.get(name) === reading) this.#underWay.delete(name);
    });
    this.#underWay.set(name, reading);
    return reading;
  }

  async #readAndStore(owner: string, id: string): Promise<Conversation> {
    const conversation = await this.#conversations.read(owner, id);
    await this.#store?.store(owner, conversation);
    return conversation;
  }
}

/** The database could not be asked, or had more urgent things to do. */
function couldNotAsk({ code }: UserError): boolean {
  return code === 'not_checkable' || code === 'too_busy';
}

function nameOf(owner: string, id: string): string {
  return JSON.stringify([owner, id]);
}
