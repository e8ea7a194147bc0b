import { UserError, type UserErrorCode } from '../errors/user-error';
import { ProviderFailure, type ProviderFailureCode } from '../providers/provider-failure';
import type { Setback } from './journey';

/**
 * What the user is told when no provider answered: the caller's own mistake if it was one, else the mildest true reason,
 * with the earliest moment at which trying again makes sense.
 */
export function refusalFor(setbacks: readonly Setback[]): UserError {
  const last = setbacks.at(-1)?.failure;
  if (last instanceof ProviderFailure && last.route === 'refuse') {
    return new UserError(callersMistakes[last.code] ?? 'invalid_request', { cause: last });
  }
  // What was last learned of each provider counts.
  const lastOfEach = new Map(setbacks.map((setback) => [setback.provider, setback.failure]));
  const reasons = [...lastOfEach.values()].map((failure) =>
    failure instanceof ProviderFailure ? reasonOf(failure) : failure.reason,
  );
  const retryAfterMs = earliestAgainMs(setbacks);
  return new UserError(codeFor(reasons), { retryAfterMs, cause: last });
}

/** The same refusal, with the moment at which another provider may be asked again where that is earlier. */
export function toldOfTheEarliest(error: unknown, others: readonly Setback[]): unknown {
  if (!(error instanceof UserError) || error.retryAfterMs === undefined || others.length === 0) return error;
  const retryAfterMs = Math.min(error.retryAfterMs, earliestAgainMs(others));
  return new UserError(error.code, { retryAfterMs, cause: others.at(-1)?.failure });
}

/** The earliest moment at which one of the providers may be asked again, in milliseconds; a second where nobody knows. */
function earliestAgainMs(setbacks: readonly Setback[]): number {
  // What was last learned of each provider counts: a failure may have opened its breaker.
  const waits = new Map(
    setbacks.map(({ provider, failure, againInMs = 0 }) => [
      provider,
      (failure instanceof ProviderFailure ? againInMs : failure.retryAfterMs) || 1_000,
    ]),
  );
  return waits.size > 0 ? Math.min(...waits.values()) : 1_000;
}

type Reason = 'resting' | 'rate limited' | 'busy' | 'out of service' | 'failed';

function reasonOf(failure: ProviderFailure): Reason {
  if (failure.code === 'rate_limited') return 'rate limited';
  return failure.errorClass === 'persistent' ? 'out of service' : 'failed';
}

function codeFor(reasons: readonly Reason[]): UserErrorCode {
  if (reasons.includes('busy')) return 'assistant_busy';
  if (reasons.includes('rate limited')) return 'assistant_rate_limited';
  if (reasons.includes('failed')) return 'assistant_unavailable';
  if (reasons.includes('resting')) return 'assistant_resting';
  return 'assistant_out_of_service';
}

const callersMistakes: Partial<Record<ProviderFailureCode, UserErrorCode>> = {
  question_too_long: 'question_too_long',
  content_refused: 'content_refused',
  invalid_request: 'invalid_request',
  deadline: 'deadline_exceeded',
  cancelled: 'given_up',
  unknown_model: 'unknown_model',
};
