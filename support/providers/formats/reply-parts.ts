import type { WireRequest } from '../wire-request';
import type { Dialect } from './dialect';
import type { LimitStanding } from './limit-standing';

/** A good answer in its parts; joined, `opening`, `tokens` and `closing` are the whole body. */
export interface ReplyParts {
  readonly headers: Readonly<Record<string, string>>;
  readonly opening: string;
  readonly tokens: readonly string[];
  readonly closing: string;
  /** The whole body of a good answer without text. */
  readonly empty: string;
}

/**
 * Takes an answer apart where its tokens are: for a stream its events, else the JSON body around and inside the text.
 * @param shown the limit that does not stand as at rest.
 */
export function replyParts(
  dialect: Dialect,
  request: WireRequest,
  tokens: readonly string[],
  shown?: LimitStanding,
): ReplyParts {
  const contentType = request.streaming ? 'text/event-stream; charset=utf-8' : 'application/json';
  const headers = { 'content-type': contentType, ...dialect.headers(request, shown) };
  if (request.streaming) {
    return {
      headers,
      opening: dialect.opening(request),
      tokens: tokens.map((token) => dialect.token(request, token)),
      closing: dialect.closing(request, tokens),
      empty: dialect.emptyStream(request),
    };
  }
  const body = dialect.body(request, tokens);
  const escaped = tokens.map((token) => JSON.stringify(token).slice(1, -1));
  const text = escaped.join('');
  // The last place: the model's name, chosen by the caller, precedes the text and might hold it.
  const start = body.lastIndexOf(`"${text}"`) + 1;
  return {
    headers,
    opening: body.slice(0, start),
    tokens: escaped,
    closing: body.slice(start + text.length),
    empty: dialect.body(request, []),
  };
}
