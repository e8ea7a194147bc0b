import type Redis from 'ioredis';
import type { Conversation } from '../database/conversations';
import type { Policy } from '../policy';
import type { Cache } from '../redis/cache';
import type { MissedInvalidations } from './missed-invalidations';

/** A copy of a conversation. */
export interface StoredConversation {
  conversation: Conversation;
  /** How long ago it was made, by Redis' clock, which all instances share; milliseconds. */
  ageMs: number;
}

/** All copies of one generation; a new one forgets them all at once. */
const generationKey = 'conversations:generation';

const milliseconds = "local t = redis.call('TIME'); local now = t[1] * 1000 + math.floor(t[2] / 1000)";
const named = "local key = 'conversation:' .. (redis.call('GET', KEYS[1]) or '0') .. ':' .. ARGV[1]";

/** KEYS: generation; ARGV: name. Returns the copy and its age. */
const readScript = `${milliseconds}; ${named}
local found = redis.call('HMGET', key, 'body', 'at')
if not found[1] then return false end
return { found[1], tostring(now - found[2]) }`;

/** ARGV: name, version, body, milliseconds to keep. What is newer stays. */
const storeScript = `${milliseconds}; ${named}
local version = redis.call('HGET', key, 'version')
if version and tonumber(version) > tonumber(ARGV[2]) then return 0 end
redis.call('HSET', key, 'version', ARGV[2], 'body', ARGV[3], 'at', now)
redis.call('PEXPIRE', key, ARGV[4])
return 1`;

/** ARGV: name, version, milliseconds to keep. The version stays, so that a reader who is late cannot put the old one back. */
const invalidateScript = `${named}
local version = redis.call('HGET', key, 'version')
if version and tonumber(version) >= tonumber(ARGV[2]) then return 0 end
redis.call('HSET', key, 'version', ARGV[2])
local gone = redis.call('HDEL', key, 'body', 'at')
redis.call('PEXPIRE', key, ARGV[3])
return gone`;

/** ARGV: name. Whatever it was, it is to be read again. */
const forgetScript = `${named}
return redis.call('HDEL', key, 'body', 'at')`;

/**
 * Copies of conversations in Redis, each for its owner alone. Every key expires, so that the copies can be evicted and the
 * journal cannot. Nothing here throws: without Redis there are no copies.
 */
export class ConversationStore {
  readonly #redis: Cache;
  readonly #keepMs: number;
  readonly #missed: MissedInvalidations;

  /** @param missed while there are any, no copy may be trusted until all are forgotten. */
  constructor(redis: Cache, policy: Policy['cache'], missed: MissedInvalidations) {
    this.#redis = redis;
    this.#missed = missed;
    this.#keepMs = policy.keepMs;
  }

  /** @returns undefined where there is no copy, or none that can be trusted. */
  async read(owner: string, id: string): Promise<StoredConversation | undefined> {
    if (!(await this.#isTrusted())) return undefined;
    const found = await this.#eval<[string, string] | null>(readScript, nameOf(owner, id));
    if (!found) return undefined;
    const { owner: whose, ...conversation } = JSON.parse(found[0]) as Conversation & { owner: string };
    // The name says it already; a copy that were somebody else's must never be shown.
    return whose === owner ? { conversation, ageMs: Number(found[1]) } : undefined;
  }

  async store(owner: string, conversation: Conversation): Promise<void> {
    if (!(await this.#isTrusted())) return;
    const body = JSON.stringify({ ...conversation, owner });
    await this.#eval(
      storeScript,
      nameOf(owner, conversation.id),
      versionOf(conversation),
      body,
      this.#keepMs,
    );
  }

  /** A message was added. @param version its position. @returns whether there was a copy, which is gone now. */
  async invalidate(owner: string, id: string, version: number): Promise<boolean> {
    const done = await this.#eval<number>(invalidateScript, nameOf(owner, id), version, this.#keepMs);
    if (done === undefined) this.#missed.note();
    return (done ?? 0) > 0;
  }

  /** It is not known what became of a write. */
  async forget(owner: string, id: string): Promise<void> {
    const done = await this.#eval<number>(forgetScript, nameOf(owner, id));
    if (done === undefined) this.#missed.note();
  }

  /** A new generation is begun before any copy is used again after a write that Redis was not told of. */
  async #isTrusted(): Promise<boolean> {
    const { count } = this.#missed;
    if (count === 0) return true;
    const done = await this.#run((client) => client.incr(generationKey));
    if (done !== undefined) this.#missed.settled(count);
    return this.#missed.count === 0;
  }

  #eval<T>(script: string, ...values: (string | number)[]): Promise<T | undefined> {
    return this.#run((client) => client.eval(script, 1, generationKey, ...values) as Promise<T>);
  }

  async #run<T>(command: (client: Redis) => Promise<T>): Promise<T | undefined> {
    try {
      return await this.#redis.run(command);
    } catch {
      return undefined; // The breaker has heard of it.
    }
  }
}

function nameOf(owner: string, id: string): string {
  return `${encodeURIComponent(owner)}:${id}`;
}

function versionOf({ messages }: Conversation): number {
  return messages.at(-1)?.position ?? 0;
}
