import { type ErrorClass, type ErrorRoute, routeOf } from '../errors/error-class';

/** What can go wrong with a provider, and how bad each is. */
export const failureClasses = {
  refused_connection: 'degraded',
  reset_connection: 'transient',
  name_not_resolved: 'degraded',
  bad_certificate: 'persistent',
  connect_timeout: 'degraded',
  first_token_timeout: 'degraded',
  stalled: 'degraded',
  call_timeout: 'degraded',
  server_error: 'transient',
  overloaded: 'transient',
  not_the_api: 'transient',
  ended_early: 'transient',
  garbled: 'transient',
  empty_answer: 'transient',
  error_in_stream: 'transient',
  rate_limited: 'degraded',
  out_of_quota: 'persistent',
  credentials_rejected: 'persistent',
  not_permitted: 'persistent',
  question_too_long: 'fatal',
  content_refused: 'fatal',
  invalid_request: 'fatal',
  unknown_model: 'fatal',
  cancelled: 'fatal',
  deadline: 'fatal',
} satisfies Record<string, ErrorClass>;

export type ProviderFailureCode = keyof typeof failureClasses;

/** A provider's failure, classified. The message is for the log, never for a user. */
export class ProviderFailure extends Error {
  readonly code: ProviderFailureCode;
  readonly status: number | undefined;
  /** The floor that the provider set for the next attempt. */
  readonly retryAfterMs: number | undefined;

  constructor(
    code: ProviderFailureCode,
    message: string,
    options: { status?: number | undefined; retryAfterMs?: number | undefined; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'ProviderFailure';
    this.code = code;
    this.status = options.status;
    this.retryAfterMs = options.retryAfterMs;
  }

  get errorClass(): ErrorClass {
    return failureClasses[this.code];
  }

  get route(): ErrorRoute {
    return routeOf[this.errorClass];
  }

  /** What a breaker makes of it: the caller's mistakes and rate limits say nothing about the provider's health. */
  get verdict(): 'failed' | 'failed for good' | 'disregarded' {
    if (this.code === 'rate_limited' || this.errorClass === 'fatal') return 'disregarded';
    return this.errorClass === 'persistent' ? 'failed for good' : 'failed';
  }
}
