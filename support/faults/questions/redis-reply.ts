/** A reply in Redis's protocol, version 2. */
export type RedisReply = string | number | null | RedisReply[];

/**
 * Reads one reply from the front of `bytes`; see https://redis.io/docs/latest/develop/reference/protocol-spec/.
 * @returns the reply (an Error for an error reply) and where it ends, or undefined when it is not all there yet.
 */
export function parseReply(bytes: Buffer, start = 0): { reply: RedisReply | Error; end: number } | undefined {
  const lineEnd = bytes.indexOf('\r\n', start);
  if (lineEnd < 0) return undefined;
  const line = bytes.toString('utf8', start + 1, lineEnd);
  const end = lineEnd + 2;
  switch (String.fromCharCode(bytes[start] ?? 0)) {
    case '+':
      return { reply: line, end };
    case '-':
      return { reply: new Error(line), end };
    case ':':
      return { reply: Number(line), end };
    case '$': {
      const length = Number(line);
      if (length < 0) return { reply: null, end };
      if (bytes.length < end + length + 2) return undefined;
      return { reply: bytes.toString('utf8', end, end + length), end: end + length + 2 };
    }
    case '*':
      return parseArray(bytes, Number(line), end);
    default:
      throw new Error(`a reply must begin with one of + - : $ *; got ${JSON.stringify(line.slice(0, 40))}`);
  }
}

function parseArray(
  bytes: Buffer,
  length: number,
  start: number,
): { reply: RedisReply; end: number } | undefined {
  if (length < 0) return { reply: null, end: start };
  const replies: RedisReply[] = [];
  let end = start;
  for (let index = 0; index < length; index++) {
    const parsed = parseReply(bytes, end);
    if (parsed === undefined) return undefined;
    // An error among several replies stands for itself, as text.
    replies.push(parsed.reply instanceof Error ? parsed.reply.message : parsed.reply);
    end = parsed.end;
  }
  return { reply: replies, end };
}
