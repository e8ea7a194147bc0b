import type Redis from 'ioredis';
import type { Conversation } from '../database/conversations';
import type { Policy } from '../policy';
import type { Cache } from '../redis/cache';
import type { MissedInvalidations } from './missed-invalidations';

/** A copy of a conversation. */
export interface StoredConversation {
  conversation: Conversation;
  /** How long ago it was how it is shown, by Redis' clock, which all instances share; milliseconds. */
  ageMs: number;
  /** Of a write after it nobody knows whether it happened. */
  isDoubtful: boolean;
}

/**
 * What a write did to the copy: brought it up to date; waits beside it for others that were written before and are told later,
 * so that there is no whole copy just now; there was none.
 */
export type Appended = 'added' | 'ahead' | 'none';

/** All copies of one generation; a new one forgets them all at once. */
const generationKey = 'conversations:generation';

const milliseconds = "local t = redis.call('TIME'); local now = t[1] * 1000 + math.floor(t[2] / 1000)";
const named = "local key = 'conversation:' .. (redis.call('GET', KEYS[1]) or '0') .. ':' .. ARGV[1]";

/** Messages that wait beside a copy come into it in their turn. */
const caughtUp = `local function caughtUp(version, messages)
  local next = redis.call('HGET', key, 'ahead:' .. (version + 1))
  while next do
    version = version + 1
    messages = messages == '' and next or messages .. ',' .. next
    redis.call('HDEL', key, 'ahead:' .. version)
    redis.call('HINCRBY', key, 'ahead', -1)
    next = redis.call('HGET', key, 'ahead:' .. (version + 1))
  end
  redis.call('HSET', key, 'version', version, 'messages', messages, 'at', now)
end`;

/**
 * KEYS: generation; ARGV: name. Returns the copy, its age, and whether it is doubtful; nothing while others wait beside it.
 * The messages are JSON without their brackets.
 */
const readScript = `${milliseconds}; ${named}
local found = redis.call('HMGET', key, 'head', 'messages', 'at', 'doubt', 'ahead')
if not found[1] or tonumber(found[5] or '0') > 0 then return false end
return { found[1], found[2], tostring(now - found[3]), found[4] or '' }`;

/** ARGV: name, version, milliseconds to keep, head, messages. What is newer stays. */
const storeScript = `${milliseconds}; ${named}; ${caughtUp}
local version = tonumber(redis.call('HGET', key, 'version') or '-1')
if version > tonumber(ARGV[2]) then return 0 end
redis.call('HSET', key, 'head', ARGV[4])
redis.call('HDEL', key, 'doubt')
local ahead = tonumber(redis.call('HGET', key, 'ahead') or '0')
for passed = version + 1, ahead > 0 and tonumber(ARGV[2]) or version do
  if redis.call('HDEL', key, 'ahead:' .. passed) == 1 then redis.call('HINCRBY', key, 'ahead', -1) end
end
caughtUp(tonumber(ARGV[2]), ARGV[5])
redis.call('PEXPIRE', key, ARGV[3])
return 1`;

/**
 * ARGV: name, version, milliseconds to keep, message. A copy from just before it is brought up to date; else it waits beside
 * it. Without a copy the version stays, so that a reader who is late cannot put an old one back.
 */
const appendScript = `${milliseconds}; ${named}; ${caughtUp}
local found = redis.call('HMGET', key, 'version', 'head', 'messages')
local version = tonumber(found[1] or '-1')
local own = tonumber(ARGV[2])
if version >= own then return 'none' end
if not found[2] then redis.call('HSET', key, 'version', own)
elseif redis.call('HSETNX', key, 'ahead:' .. own, ARGV[4]) == 1 then redis.call('HINCRBY', key, 'ahead', 1) end
redis.call('PEXPIRE', key, ARGV[3])
if not found[2] then return 'none' end
if version + 1 < own then return 'ahead' end
caughtUp(version, found[3])
return 'added'`;

/** ARGV: name. It is shown only where nothing better can be had. */
const doubtScript = `${named}
if redis.call('HEXISTS', key, 'head') == 1 then redis.call('HSET', key, 'doubt', '1') end
return 1`;

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
    const found = await this.#eval<[string, string, string, string] | null>(readScript, nameOf(owner, id));
    if (!found) return undefined;
    const [head, messages, age, doubt] = found;
    const { owner: whose, ...rest } = JSON.parse(head) as Omit<Conversation, 'messages'> & { owner: string };
    // The name says it already; a copy that were somebody else's must never be shown.
    if (whose !== owner) return undefined;
    const conversation = { ...rest, messages: JSON.parse(`[${messages}]`) as Conversation['messages'] };
    return { conversation, ageMs: Number(age), isDoubtful: doubt !== '' };
  }

  async store(owner: string, conversation: Conversation): Promise<void> {
    if (!(await this.#isTrusted())) return;
    const { messages, ...head } = conversation;
    await this.#eval(
      storeScript,
      nameOf(owner, conversation.id),
      versionOf(conversation),
      this.#keepMs,
      JSON.stringify({ ...head, owner }),
      JSON.stringify(messages).slice(1, -1),
    );
  }

  /** A message was added. @returns what that did to the copy. */
  async append(owner: string, id: string, message: Conversation['messages'][number]): Promise<Appended> {
    const done = await this.#eval<Appended>(
      appendScript,
      nameOf(owner, id),
      message.position,
      this.#keepMs,
      JSON.stringify(message),
    );
    if (done === undefined) this.#missed.note();
    return done ?? 'none';
  }

  /** It is not known what became of a write: what there is may lack it. */
  async doubt(owner: string, id: string): Promise<void> {
    const done = await this.#eval<number>(doubtScript, nameOf(owner, id));
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
