import type { MetBehaviour } from '../behaviour';
import type { WireFormat } from '../provider-double';
import type { WireRequest } from '../wire-request';
import type { LimitName, LimitStanding } from './limit-standing';

/** The behaviours that are one error response and nothing more. */
export type Refusal = Extract<
  MetBehaviour,
  {
    kind:
      | 'failing'
      | 'overloaded'
      | 'rate-limiting'
      | 'out-of-quota'
      | 'rejecting-credentials'
      | 'refusing-content'
      | 'context-too-long'
      | 'invalid-request';
  }
>;

/** A complete response with a JSON body. */
export interface WireError {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** How one provider writes: the pieces of which `scriptOf` composes every behaviour. Pure. */
export interface Dialect {
  readonly format: WireFormat;
  /** Where questions are posted to. */
  readonly path: string;
  /** What precedes this path in the base URL that the provider's SDK is configured with. */
  readonly basePath: '' | '/v1';
  /** What the provider limits and tells of. */
  readonly limits: readonly LimitName[];
  /** The headers of a good answer, without the content type. @param shown the limit that does not stand as at rest. */
  headers(request: WireRequest, shown?: LimitStanding): Record<string, string>;
  /** What a stream sends before the first token. */
  opening(request: WireRequest): string;
  /** One token of a stream. */
  token(request: WireRequest, token: string): string;
  /** What a stream sends after the last token, up to and including the mark of its end. */
  closing(request: WireRequest, tokens: readonly string[]): string;
  /** A complete stream without a token. */
  emptyStream(request: WireRequest): string;
  /** An error after a 200. */
  errorEvent(request: WireRequest): string;
  /** What is an event by its first bytes, and then no JSON, no UTF-8 and no mark of an end. */
  readonly garbage: Buffer;
  /** The whole body of an answer that is not streamed; `[]` for an answer without text. */
  body(request: WireRequest, tokens: readonly string[]): string;
  error(refusal: Refusal, request: WireRequest): WireError;
}
