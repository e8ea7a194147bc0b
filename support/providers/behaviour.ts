import type { LimitForm, ResetForm } from './limit-form';
import type { RequestStanding } from './request-window';

/**
 * How a provider's double behaves, as data. The wire formats turn a behaviour into bytes, the transports send them.
 * Times are milliseconds. Header values are sent as given, so that absurd ones can be; names are in lower case.
 */
export type Behaviour =
  /**
   * Answers completely; `beforeFirstTokenMs` and `betweenTokensMs` default to 0.
   * With `usedUp` it announces a limit ahead: nothing remains of it, and it is reset `forMs` after the request arrived.
   * `standing` is what `limited` fills in.
   */
  | {
      kind: 'healthy';
      beforeFirstTokenMs?: number;
      betweenTokensMs?: number;
      headers?: Record<string, string>;
      usedUp?: { form: ResetForm; forMs: number };
      standing?: RequestStanding;
    }
  /** A server error before anything else: 500 by default. */
  | { kind: 'failing'; status?: 500 | 502 | 503 | 504; retryAfter?: string; retryAfterMs?: string }
  /** OpenAI: 503 `server_is_overloaded`; Anthropic: 529 `overloaded_error`. */
  | { kind: 'overloaded'; retryAfter?: string; retryAfterMs?: string }
  /** Takes the request and never answers a byte. */
  | { kind: 'hanging' }
  /** Takes the request and waits for `release`; see `ProviderDouble.release`. */
  | { kind: 'held' }
  | { kind: 'unreachable'; how: 'refused' | 'reset' | 'name-not-resolved' | 'certificate-expired' }
  /** Healthy, but the first token takes `beforeFirstTokenMs`; the headers come at once. */
  | { kind: 'slow-to-start'; beforeFirstTokenMs: number }
  /** Healthy, but one token each `betweenTokensMs`, for ever when `endless`. */
  | { kind: 'dripping'; betweenTokensMs: number; endless?: boolean }
  /** Sends `afterTokens` tokens (0: only what precedes the first token) and then nothing more, the connection stays open. */
  | { kind: 'stalling'; afterTokens: number }
  /** Sends `afterTokens` tokens, then resets the connection. */
  | { kind: 'cut-short'; afterTokens: number }
  /** Sends `afterTokens` tokens, then ends the body cleanly, without finish reason, usage, `[DONE]` or `message_stop`. */
  | { kind: 'ending-early'; afterTokens: number }
  /** Sends `afterTokens` tokens, then bytes that are no valid event of the format. */
  | { kind: 'garbled'; afterTokens: number }
  /** A complete, well-formed answer without any text. */
  | { kind: 'empty' }
  /**
   * 429. With `asks` exactly one header says for how long, from the arrival of the request on, rounded up to what the
   * form can say (HTTP dates and Anthropic's resets: whole seconds); of every other limit something is left.
   */
  | {
      kind: 'rate-limiting';
      retryAfter?: string;
      retryAfterMs?: string;
      headers?: Record<string, string>;
      asks?: { form: LimitForm; forMs: number };
      standing?: RequestStanding;
    }
  /**
   * Enforces a limit: each request meets `healthy` or `rate-limiting` with the true `standing`; see `RequestWindow`.
   * Its window is empty when the behaviour is set, but with `countsRefused` it holds what came before, whatever that met;
   * equal ones in one cycle share it.
   */
  | {
      kind: 'limited';
      requests: number;
      perMs: number;
      countsRefused?: boolean;
      beforeFirstTokenMs?: number;
    }
  /** OpenAI: 429 `insufficient_quota`; Anthropic: 402 `billing_error`. */
  | { kind: 'out-of-quota' }
  /** 401. */
  | { kind: 'rejecting-credentials' }
  /** 400, the content policy. */
  | { kind: 'refusing-content' }
  /** 400, the question is longer than the model takes. */
  | { kind: 'context-too-long' }
  /** 400, malformed in some other way. */
  | { kind: 'invalid-request' }
  /** A proxy's error page instead of JSON; 502 by default, and 200 is the nasty one. */
  | { kind: 'html-error-page'; status?: number }
  /** 200, `afterTokens` tokens, then an error event inside the stream. */
  | { kind: 'error-inside-the-stream'; afterTokens: number };

export type BehaviourKind = Behaviour['kind'];

/** What a single request meets. */
export type MetBehaviour = Exclude<Behaviour, { kind: 'limited' }>;
