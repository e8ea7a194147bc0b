import type { MetBehaviour } from './behaviour';
import type { Dialect, WireError } from './formats/dialect';
import { htmlErrorPage } from './formats/html-error-page';
import { limitStanding } from './formats/limit-standing';
import { type ReplyParts, replyParts } from './formats/reply-parts';
import type { AnswerScript, Script, ScriptChunk } from './script';
import type { WireRequest } from './wire-request';

/**
 * How long a connection lives after the last byte before it is reset. A reset destroys what the other side has
 * received and not yet read, so without it nobody could say how many tokens arrived.
 */
const readBeforeResetMs = 50;

/**
 * What a double does with a request: pure, and the one place where a behaviour gets its meaning.
 * Tokens are counted alike whether the answer is streamed or not: not streamed, "after 4 tokens" is after the part of
 * the body that holds them.
 * @param tokens the complete answer.
 */
export function scriptOf(
  behaviour: MetBehaviour,
  request: WireRequest,
  tokens: readonly string[],
  dialect: Dialect,
): Script {
  const parts = replyParts(dialect, request, tokens, limitStanding(behaviour));
  const good = { status: 200, headers: parts.headers };
  switch (behaviour.kind) {
    case 'healthy':
      return answer(good, complete(parts, behaviour.betweenTokensMs ?? 0, 0), {
        headers: { ...good.headers, ...behaviour.headers },
        waitMs: behaviour.beforeFirstTokenMs ?? 0,
      });
    case 'slow-to-start':
      return answer(good, complete(parts, 0, behaviour.beforeFirstTokenMs));
    case 'dripping':
      return answer(
        good,
        behaviour.endless
          ? endless(parts, behaviour.betweenTokensMs)
          : complete(parts, behaviour.betweenTokensMs, 0),
      );
    case 'stalling':
      return answer(good, begun(parts, behaviour.afterTokens), { end: 'never' });
    case 'cut-short':
      return answer(good, begun(parts, behaviour.afterTokens), {
        end: 'reset',
        endWaitMs: readBeforeResetMs,
      });
    case 'ending-early':
      return answer(good, begun(parts, behaviour.afterTokens));
    case 'garbled':
      return answer(good, [...begun(parts, behaviour.afterTokens), chunk(dialect.garbage)]);
    case 'error-inside-the-stream':
      return request.streaming
        ? answer(good, [...begun(parts, behaviour.afterTokens), chunk(dialect.errorEvent(request))])
        : refused(dialect.error({ kind: 'failing' }, request));
    case 'empty':
      return answer(good, [chunk(parts.empty)]);
    case 'html-error-page': {
      const status = behaviour.status ?? 502;
      return refused({ status, headers: { 'content-type': 'text/html' }, body: htmlErrorPage(status) });
    }
    case 'failing':
    case 'overloaded':
    case 'rate-limiting':
    case 'out-of-quota':
    case 'rejecting-credentials':
    case 'refusing-content':
    case 'context-too-long':
    case 'invalid-request':
      return refused(dialect.error(behaviour, request));
    case 'hanging':
      return { kind: 'silence' };
    case 'held':
      return { kind: 'held' };
    case 'unreachable':
      return behaviour;
  }
}

function answer(
  head: Pick<AnswerScript, 'status' | 'headers'>,
  chunks: Iterable<ScriptChunk>,
  exceptions: Partial<AnswerScript> = {},
): AnswerScript {
  return { kind: 'answer', waitMs: 0, end: 'clean', endWaitMs: 0, ...head, chunks, ...exceptions };
}

function refused({ status, headers, body }: WireError): AnswerScript {
  return answer({ status, headers }, [chunk(body)]);
}

function chunk(text: string | Buffer, waitMs = 0, hasToken = false): ScriptChunk {
  return { waitMs, bytes: Buffer.from(text), hasToken };
}

function complete(parts: ReplyParts, betweenTokensMs: number, beforeFirstTokenMs: number): ScriptChunk[] {
  const spoken = parts.tokens.map((token, index) =>
    chunk(token, index === 0 ? beforeFirstTokenMs : betweenTokensMs, true),
  );
  return [chunk(parts.opening), ...spoken, chunk(parts.closing)];
}

function begun(parts: ReplyParts, afterTokens: number): ScriptChunk[] {
  return [chunk(parts.opening), ...parts.tokens.slice(0, afterTokens).map((token) => chunk(token, 0, true))];
}

/** The answer's tokens over and over, without an end. */
function endless(parts: ReplyParts, betweenTokensMs: number): Iterable<ScriptChunk> {
  return {
    *[Symbol.iterator]() {
      yield chunk(parts.opening);
      for (;;) for (const token of parts.tokens) yield chunk(token, betweenTokensMs, true);
    },
  };
}
