import { failureClasses, ProviderFailure, type ProviderFailureCode } from './provider-failure';
import { refusalWaitMs } from './rate-limit-headers';

/** What both SDKs' errors have in common. */
interface SdkError {
  name?: string;
  message?: string;
  status?: number;
  headers?: Headers;
  /** OpenAI: `code` of the error body. */
  code?: string | null;
  /** OpenAI: the error object; Anthropic: the whole body. */
  error?: unknown;
  cause?: unknown;
}

/**
 * Puts an error of either SDK into the service's own terms.
 * Formats: https://platform.openai.com/docs/guides/error-codes, https://docs.anthropic.com/en/api/errors
 */
export function classify(error: unknown, signal: AbortSignal): ProviderFailure {
  if (error instanceof ProviderFailure) return error;
  if (signal.aborted) {
    const reason = signal.reason;
    return reason instanceof ProviderFailure
      ? reason
      : new ProviderFailure('cancelled', 'the caller has gone');
  }
  const sdkError = (error ?? {}) as SdkError;
  const words = wordsOf(sdkError);
  const { status } = sdkError;
  const options = { status, retryAfterMs: refusalWaitMs(sdkError.headers), cause: error };
  if (status === undefined) {
    const code = withoutStatus(sdkError, words);
    // A parser's complaint quotes what it could not read: a piece of somebody's answer.
    const message = code === 'garbled' ? 'what came is not in the format' : messageOf(sdkError);
    return new ProviderFailure(code, message, options);
  }
  const code = byStatus(status, words);
  // A provider that explains what is wrong with a question may quote it.
  const said = failureClasses[code] === 'fatal' ? kindOf(sdkError) : messageOf(sdkError);
  return new ProviderFailure(code, `status ${status}: ${said}`, options);
}

function byStatus(status: number, words: string): ProviderFailureCode {
  // Anthropic says so with a 400 too, as an invalid request.
  if (/insufficient_quota|billing_error|billing_hard_limit|credit balance is too low/.test(words)) {
    return 'out_of_quota';
  }
  if (status === 401) return 'credentials_rejected';
  if (status === 402) return 'out_of_quota';
  if (status === 403 || status === 404) return 'not_permitted';
  if (status === 429) return 'rate_limited';
  if (status === 529 || /server_is_overloaded|slow_down|overloaded_error/.test(words)) return 'overloaded';
  if (status === 413 || /context_length_exceeded|prompt is too long/.test(words)) return 'question_too_long';
  if (/content_policy_violation|content_filter|content policy|content filtering/i.test(words))
    return 'content_refused';
  if (status >= 400 && status < 500 && status !== 408 && status !== 409) return 'invalid_request';
  return 'server_error';
}

function withoutStatus(error: SdkError, words: string): ProviderFailureCode {
  for (let cause: unknown = error; cause; cause = (cause as { cause?: unknown }).cause) {
    const code = String((cause as { code?: unknown }).code ?? '');
    if (code === 'ECONNREFUSED') return 'refused_connection';
    if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'name_not_resolved';
    if (/CERT|SELF_SIGNED|UNABLE_TO_VERIFY/.test(code)) return 'bad_certificate';
    if (code === 'UND_ERR_CONNECT_TIMEOUT' || code === 'ETIMEDOUT') return 'connect_timeout';
    if (/ECONNRESET|EPIPE|UND_ERR_SOCKET|ECONNABORTED/.test(code)) return 'reset_connection';
  }
  if (/rate_limit/.test(words)) return 'rate_limited';
  if (/"type":\s*"(error|[a-z_]*_error)"|server_error|overloaded/.test(words)) return 'error_in_stream';
  if (error instanceof SyntaxError || /JSON|Unexpected token|parse/i.test(words)) return 'garbled';
  return 'reset_connection';
}

function wordsOf(error: SdkError): string {
  return [error.code, error.message, JSON.stringify(error.error ?? '')].join(' ');
}

/** What kind of error the body names, in the provider's own terms. */
function kindOf({ error }: SdkError): string {
  const body = error as { error?: unknown } | undefined;
  const { type, code } = (body?.error ?? body ?? {}) as { type?: unknown; code?: unknown };
  return [type, code].filter((name) => typeof name === 'string').join(' ') || 'no further word';
}

/** The chain of messages without what could be secret: bodies stay out. */
function messageOf(error: SdkError): string {
  const messages: string[] = [];
  for (let cause: unknown = error; cause instanceof Error && messages.length < 3; cause = cause.cause) {
    messages.push(cause.message.replace(/\s+/g, ' ').slice(0, 160));
  }
  return messages.join(': ') || String(error);
}
