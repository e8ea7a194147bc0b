/** What runs inside Redis, each as a whole. The first command that needs memory is the first that changes anything. */

/** The last number of the stream, which outlives the entries. */
const lastSequence = `
  local function last(stream)
    if redis.call('EXISTS', stream) == 0 then return 0 end
    local info = redis.call('XINFO', 'STREAM', stream)
    for i = 1, #info, 2 do
      if info[i] == 'last-generated-id' then return tonumber(string.match(info[i + 1], '-(%d+)$')) end
    end
    return 0
  end`;

/**
 * What fills Redis may be the very entries that are to leave it, so what empties it must be done even then. Needs Redis 7:
 * https://redis.io/docs/latest/develop/programmability/lua-api/#script_flags
 */
const evenWhenFull = '#!lua flags=allow-oom\n';

/** A lease is kept without a TTL, since a full Redis evicts what has one; until when it lasts stands in it, by Redis' clock. */
const holderOf = `
  local t = redis.call('TIME')
  local now = t[1] * 1000 + math.floor(t[2] / 1000)
  local function holderOf(lease)
    local holder, untilMs = string.match(redis.call('GET', lease) or '', '^(%S+) (%d+)$')
    if holder and tonumber(untilMs) > now then return holder end
  end
  local function hold(lease, holder, forMs)
    redis.call('SET', lease, holder .. ' ' .. string.format('%d', now + forMs))
  end`;

/** KEYS entries, ids, epoch; ARGV capacity, id, payload hash, entry, milliseconds, user, key, expected epoch, least last number. @returns outcome, number, depth. */
export const appendScript = `${lastSequence}
  if redis.call('GET', KEYS[3]) ~= ARGV[8] or last(KEYS[1]) < tonumber(ARGV[9]) then return { 'replaced', 0, 0 } end
  local known = redis.call('HGET', KEYS[2], ARGV[2])
  if known then
    local entry = cjson.decode(known)
    if entry.state == 'pending' then
      return { entry.hash == ARGV[3] and 'repeated' or 'reused', entry.sequence, redis.call('XLEN', KEYS[1]) }
    end
  end
  local depth = redis.call('XLEN', KEYS[1])
  if depth >= tonumber(ARGV[1]) then return { 'full', 0, depth } end
  local sequence = last(KEYS[1]) + 1
  redis.call('XADD', KEYS[1], string.format('1-%d', sequence), 'write', ARGV[4], 'at', ARGV[5])
  redis.call('HSET', KEYS[2], ARGV[2], cjson.encode({
    state = 'pending', sequence = sequence, hash = ARGV[3], user = ARGV[6], key = ARGV[7] }))
  return { 'appended', sequence, depth + 1 }`;

/** KEYS entries, aside, epoch; ARGV an epoch, should there be none. @returns depth, milliseconds of the oldest, number set aside, epoch, last and first number. */
export const lookScript = `${lastSequence}
  if redis.call('EXISTS', KEYS[3]) == 0 then redis.call('SET', KEYS[3], ARGV[1]) end
  local oldest = redis.call('XRANGE', KEYS[1], '-', '+', 'COUNT', 1)
  local at, numbered = '0', last(KEYS[1])
  local first = numbered + 1
  if #oldest > 0 then
    first = tonumber(string.match(oldest[1][1], '-(%d+)$'))
    local fields = oldest[1][2]
    for i = 1, #fields, 2 do if fields[i] == 'at' then at = fields[i + 1] end end
  end
  return { redis.call('XLEN', KEYS[1]), at, redis.call('XLEN', KEYS[2]), redis.call('GET', KEYS[3]), numbered, first }`;

/** KEYS entries, ids; ARGV stream id, sequence and id of each. @returns the depth left. */
export const removeScript = `
  for i = 1, #ARGV, 3 do
    redis.call('XDEL', KEYS[1], ARGV[i])
    local known = redis.call('HGET', KEYS[2], ARGV[i + 2])
    if known and cjson.decode(known).sequence == tonumber(ARGV[i + 1]) then redis.call('HDEL', KEYS[2], ARGV[i + 2]) end
  end
  return redis.call('XLEN', KEYS[1])`;

/** KEYS entries, ids, aside, lease; ARGV stream id, id, reason, milliseconds, holder. @returns 1, or 0 when the lease is another's. */
export const setAsideScript = `${evenWhenFull}${holderOf}
  if holderOf(KEYS[4]) ~= ARGV[5] then return 0 end
  local found = redis.call('XRANGE', KEYS[1], ARGV[1], ARGV[1])
  if #found == 0 then return 1 end
  local fields = found[1][2]
  fields[#fields + 1] = 'reason'
  fields[#fields + 1] = ARGV[3]
  fields[#fields + 1] = 'asideAt'
  fields[#fields + 1] = ARGV[4]
  redis.call('XADD', KEYS[3], '*', unpack(fields))
  redis.call('XDEL', KEYS[1], ARGV[1])
  local known = redis.call('HGET', KEYS[2], ARGV[2])
  if known then
    local entry = cjson.decode(known)
    entry.state = 'set aside'
    redis.call('HSET', KEYS[2], ARGV[2], cjson.encode(entry))
  end
  return 1`;

/** KEYS lease; ARGV holder, milliseconds. @returns 1 when it was free. */
export const takeScript = `${evenWhenFull}${holderOf}
  if holderOf(KEYS[1]) then return 0 end
  hold(KEYS[1], ARGV[1], ARGV[2])
  return 1`;

/** KEYS lease; ARGV holder, milliseconds. @returns 1 while it is the holder's. */
export const renewScript = `${evenWhenFull}${holderOf}
  if holderOf(KEYS[1]) ~= ARGV[1] then return 0 end
  hold(KEYS[1], ARGV[1], ARGV[2])
  return 1`;

/** KEYS lease; ARGV holder. */
export const releaseScript = `${evenWhenFull}${holderOf}
  if holderOf(KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
  return 0`;
