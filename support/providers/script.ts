import type { Behaviour } from './behaviour';

/** Bytes to send, `waitMs` after what precedes them. */
export interface ScriptChunk {
  readonly waitMs: number;
  readonly bytes: Buffer;
  /** Whether the answer's text is in it, or begins in it. */
  readonly hasToken: boolean;
}

/** What the double sends on the wire once it answers. */
export interface AnswerScript {
  readonly kind: 'answer';
  /** How long the request waits before the status and the headers are sent. */
  readonly waitMs: number;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Iterated once for each playing; may be endless. */
  readonly chunks: Iterable<ScriptChunk>;
  /** How the body ends: cleanly, by a reset of the connection, or not at all. */
  readonly end: 'clean' | 'reset' | 'never';
  /** How long after the last chunk it ends. */
  readonly endWaitMs: number;
}

/** The ways in which a provider is not to be reached. */
export type UnreachableHow = Extract<Behaviour, { kind: 'unreachable' }>['how'];

/** What a double does with one request: data, played alike by every transport. */
export type Script =
  | AnswerScript
  /** The request is taken and nothing is ever sent. */
  | { readonly kind: 'silence' }
  /** The request is taken and waits to be released. */
  | { readonly kind: 'held' }
  | { readonly kind: 'unreachable'; readonly how: UnreachableHow };
