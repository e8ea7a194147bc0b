import { retryAfterMs } from './retry-after';

/** What is limited, in each provider's own names. */
const openAiKinds = ['requests', 'tokens'];
const anthropicKinds = ['requests', 'tokens', 'input-tokens', 'output-tokens'];

/**
 * How long a provider's answer, good or bad, says that it will not take more: until the last of the limits that are used up
 * is reset. OpenAI gives durations (`6m0s`), Anthropic gives times (RFC 3339).
 * https://platform.openai.com/docs/guides/rate-limits, https://docs.anthropic.com/en/api/rate-limits
 * @returns milliseconds of at least 0; undefined where no limit is used up, or nothing usable says until when.
 */
export function limitResetMs(headers: Headers, now = Date.now()): number | undefined {
  const waits = [
    ...openAiKinds
      .filter((kind) => headers.get(`x-ratelimit-remaining-${kind}`)?.trim() === '0')
      .map((kind) => durationMs(headers.get(`x-ratelimit-reset-${kind}`))),
    ...anthropicKinds
      .filter((kind) => headers.get(`anthropic-ratelimit-${kind}-remaining`)?.trim() === '0')
      .map((kind) => untilMs(headers.get(`anthropic-ratelimit-${kind}-reset`), now)),
  ].filter((wait) => wait !== undefined);
  return waits.length === 0 ? undefined : Math.max(...waits);
}

/** What a refusal (429) asks for: `Retry-After` in its forms, else the reset of what is used up. @returns milliseconds */
export function refusalWaitMs(headers: Headers | undefined, now = Date.now()): number | undefined {
  if (!headers) return undefined;
  return retryAfterMs(headers, now) ?? limitResetMs(headers, now);
}

const unitMs: Record<string, number> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `120ms`, `1s`, `6m0s`, `1h0m0.5s`. */
function durationMs(text: string | null): number | undefined {
  if (!text || !/^(\d+(\.\d+)?(ms|s|m|h|d))+$/.test(text.trim())) return undefined;
  const parts = text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g);
  return [...parts].reduce(
    (sum, [, number, unit]) => sum + Number(number) * (unitMs[unit as string] as number),
    0,
  );
}

function untilMs(text: string | null, now: number): number | undefined {
  if (!text || !/^\d{4}-\d{2}-\d{2}T/.test(text.trim())) return undefined;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
