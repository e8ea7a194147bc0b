import { randomUUID } from 'node:crypto';
import type Redis from 'ioredis';
import type { JournalPolicy } from '../policy';
import type { Cache } from '../redis/cache';
import type { Log } from '../telemetry/log';
import type { Write } from '../writes/write';
import { entryFrom, entryText, type JournalEntry } from './journal-entry';
import { appendScript, lookScript, removeScript, setAsideScript } from './journal-scripts';
import { JournalUnavailable } from './journal-unavailable';
import type { LossDetection, Seen } from './loss-detection';
import { unmetRequirements } from './requirements';

export const journalKeys = {
  entries: 'journal:entries',
  ids: 'journal:ids',
  aside: 'journal:aside',
  lease: 'journal:lease',
  epoch: 'journal:epoch',
} as const;

/** How things stand, as last seen. */
export interface JournalReading {
  /** Undefined before the first look. */
  depth: number | undefined;
  /** When the oldest entry was accepted, milliseconds since the epoch; undefined when there is none. */
  oldestAtMs: number | undefined;
  setAside: number;
  isUsable: boolean;
  /** Why Redis cannot be trusted with accepted writes; undefined when it can, or has not been asked. */
  unmet: string | undefined;
}

/** What the journal knows of a write. */
export interface Kept {
  state: 'pending' | 'set aside';
  user: string;
  key: string;
}

/** What became of a write that was to be kept. */
export type AppendOutcome = 'appended' | 'repeated' | 'reused' | 'full';

/** Accepted writes that wait for PostgreSQL, in the order of their acceptance: a Redis stream without an end of its own. */
export class Journal {
  readonly #cache: Cache;
  readonly #policy: JournalPolicy;
  readonly #log: Log;
  readonly #onChange: () => void;
  readonly #detection: LossDetection;
  readonly #whenEmpty = new Set<() => void>();
  #looking: Promise<JournalReading> | undefined;
  #reading: JournalReading = {
    depth: undefined,
    oldestAtMs: undefined,
    setAside: 0,
    isUsable: false,
    unmet: undefined,
  };
  #unmet: string | undefined;

  /** @param onChange is told whenever the reading has changed. */
  constructor(cache: Cache, policy: JournalPolicy, log: Log, detection: LossDetection, onChange: () => void) {
    this.#detection = detection;
    this.#cache = cache;
    this.#policy = policy;
    this.#log = log;
    this.#onChange = onChange;
  }

  reading(): JournalReading {
    return this.#reading;
  }

  /** Nothing that was accepted waits, as far as was last seen; never before the first look. */
  get isKnownEmpty(): boolean {
    return this.#reading.depth === 0;
  }

  /** Looks at depth and age, whether Redis can be trusted, and whether this is the journal that was written to. @throws JournalUnavailable */
  look(): Promise<JournalReading> {
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  /** Resolves when nothing waits any more as far as is seen, at the latest after so long. Milliseconds. */
  async empty(withinMs: number): Promise<void> {
    if (this.isKnownEmpty) return;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.#whenEmpty.delete(done);
        resolve();
      };
      const timer = setTimeout(done, withinMs);
      this.#whenEmpty.add(done);
    });
  }

  /** How many writes wait. @throws JournalUnavailable */
  async depth(): Promise<number> {
    const depth = await this.#ask((redis) => redis.xlen(journalKeys.entries));
    if (depth !== this.#reading.depth) this.#now({ depth });
    return depth;
  }

  /**
   * Keeps a write; on return it is safe. The same key with the same payload is kept once.
   * @throws JournalUnavailable
   */
  async append(write: Write): Promise<AppendOutcome> {
    let answer = await this.#append(write);
    if (answer.outcome === 'replaced') {
      await this.look();
      answer = await this.#append(write);
    }
    const { outcome, sequence, epoch, depth } = answer;
    if (outcome === 'replaced') throw new JournalUnavailable(false);
    this.#now({ depth, oldestAtMs: this.#reading.oldestAtMs ?? Date.now() });
    if (outcome === 'appended' || outcome === 'repeated') await this.#acknowledged(sequence, write, epoch);
    return outcome;
  }

  async #append(write: Write): Promise<{
    outcome: AppendOutcome | 'replaced';
    sequence: number;
    depth: number;
    epoch: string;
  }> {
    const { id, payloadHash, user, key } = write;
    const { pending } = this.#detection;
    const { epoch = '', last } = pending;
    const args = [this.#policy.capacity, id, payloadHash, entryText(write), Date.now(), user, key];
    const keys = [journalKeys.entries, journalKeys.ids, journalKeys.epoch];
    const [outcome, sequence, depth] = (await this.#ask((redis) =>
      redis.eval(appendScript, keys.length, ...keys, ...args, epoch, last),
    )) as [AppendOutcome | 'replaced', number, number];
    return { outcome, sequence, depth, epoch };
  }

  /** What cannot be named after a loss is not acknowledged. */
  async #acknowledged(sequence: number, write: Write, epoch: string): Promise<void> {
    const { pending } = this.#detection;
    // Replaced between its answer and now: it may be gone, and nobody has been told that it was kept.
    if (pending.epoch !== epoch) throw new JournalUnavailable(true);
    try {
      await pending.acknowledged(sequence, write);
    } catch (error) {
      const { message: cause } = error as Error;
      this.#log.error(
        { event: 'journal.state-not-written', alert: true, cause },
        'the state file must be writable',
      );
      throw new JournalUnavailable(true, error);
    }
  }

  /** The first entries, oldest first. @throws JournalUnavailable */
  async first(count: number): Promise<JournalEntry[]> {
    const found = await this.#ask((redis) => redis.xrange(journalKeys.entries, '-', '+', 'COUNT', count));
    return found.map(([streamId, fields]) => entryFrom(streamId, fields));
  }

  /** Forgets entries that were dealt with; may be repeated. @throws JournalUnavailable */
  async remove(...dealtWith: readonly JournalEntry[]): Promise<void> {
    const { entries, ids } = journalKeys;
    const args = dealtWith.flatMap(({ streamId, sequence, writeId }) => [streamId, sequence, writeId]);
    const depth = (await this.#ask((redis) => redis.eval(removeScript, 2, entries, ids, ...args))) as number;
    this.#now({ depth, ...(depth === 0 ? { oldestAtMs: undefined } : {}) });
  }

  /**
   * Moves an entry out of the way, for staff to look at.
   * @param holder of the lease on replaying. @returns false when the lease is somebody else's. @throws JournalUnavailable
   */
  async setAside(entry: JournalEntry, reason: string, holder: string): Promise<boolean> {
    const { entries, ids, aside, lease } = journalKeys;
    const args = [entry.streamId, entry.writeId, reason, Date.now(), holder];
    const done = await this.#ask((redis) =>
      redis.eval(setAsideScript, 4, entries, ids, aside, lease, ...args),
    );
    return done === 1;
  }

  /** What is kept of the write with this id. @throws JournalUnavailable */
  async find(writeId: string): Promise<Kept | undefined> {
    const found = await this.#ask((redis) => redis.hget(journalKeys.ids, writeId));
    return found === null ? undefined : (JSON.parse(found) as Kept);
  }

  async #look(): Promise<JournalReading> {
    const { entries, aside, epoch } = journalKeys;
    const settings = await this.#ask(settingsOf);
    const seen = (await this.#ask((redis) =>
      redis.eval(lookScript, 3, entries, aside, epoch, randomUUID()),
    )) as [number, string, number, string, number, number];
    const [depth, at, setAside, ...identity] = seen;
    // Before anything else is waited for: what is appended meanwhile must not be forgotten.
    this.#now({ depth, oldestAtMs: depth > 0 ? Number(at) : undefined, setAside });
    await this.#compare({ epoch: identity[0], last: identity[1], first: identity[2] });
    const unmet = unmetRequirements(settings);
    this.#tell(unmet.join('; '));
    this.#now({ isUsable: unmet.length === 0, unmet: unmet.join('; ') || undefined });
    return this.#reading;
  }

  /** One that was rolled back under its name gets another, so that every instance compares. */
  async #compare(seen: Seen): Promise<void> {
    const before = this.#detection.pending.epoch;
    const lostBefore = new Set(this.#detection.pending.lost.keys());
    if (before === seen.epoch && seen.last < this.#detection.pending.last) {
      seen.epoch = randomUUID();
      await this.#ask((redis) => redis.set(journalKeys.epoch, seen.epoch));
    }
    if (await this.#detection.compare(seen, () => this.#inventory())) return;
    const lost = [...this.#detection.pending.lost.keys()].filter((writeId) => !lostBefore.has(writeId));
    if (lost.length > 0) await this.#ask((redis) => redis.hdel(journalKeys.ids, ...lost));
  }

  async #inventory(): Promise<Map<string, number | 'set aside'>> {
    const there = new Map<string, number | 'set aside'>();
    const ids = await this.#ask((redis) => redis.hgetall(journalKeys.ids));
    for (const [writeId, text] of Object.entries(ids))
      if ((JSON.parse(text) as Kept).state === 'set aside') there.set(writeId, 'set aside');
    for (const { writeId, sequence } of await this.first(this.#policy.capacity)) there.set(writeId, sequence);
    return there;
  }

  async #ask<T>(command: (redis: Redis) => Promise<T>): Promise<T> {
    let answer: { is: T } | undefined;
    try {
      answer = await this.#cache.run(async (redis) => ({ is: await command(redis) }));
    } catch (error) {
      throw JournalUnavailable.from(error);
    }
    if (answer === undefined) throw new JournalUnavailable(false);
    return answer.is;
  }

  #now(change: Partial<JournalReading>): void {
    this.#reading = { ...this.#reading, ...change };
    if (this.isKnownEmpty) for (const tell of [...this.#whenEmpty]) tell();
    this.#onChange();
  }

  #tell(unmet: string): void {
    if (unmet === this.#unmet) return;
    this.#unmet = unmet;
    if (unmet === '') {
      this.#log.info({ event: 'journal.usable' }, 'Redis can be trusted with accepted writes');
      return;
    }
    this.#log.error(
      { event: 'journal.unusable', alert: true, unmet },
      `Redis cannot be trusted with accepted writes, so none are accepted while PostgreSQL is out: ${unmet}`,
    );
  }
}

/** Servers that do not tell their settings cannot be trusted; that is no failure of theirs. */
async function settingsOf(redis: Redis): Promise<Record<string, string>> {
  const settings: Record<string, string> = {};
  for (const name of ['appendonly', 'appendfsync', 'maxmemory-policy']) {
    const told = await redis.config('GET', name).catch((error: Error) => {
      if (error.name !== 'ReplyError') throw error;
    });
    const [, value] = (Array.isArray(told) ? told : []) as string[];
    if (value !== undefined) settings[name] = value;
  }
  return settings;
}
