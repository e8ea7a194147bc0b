import { retryAfterMs } from './retry-after';

/** What is limited, in each provider's own names. */
const openAiKinds = ['requests', 'tokens'];
const anthropicKinds = ['requests', 'tokens', 'input-tokens', 'output-tokens'];

/** One limit that is used up. */
interface UsedUp {
  /** Until it is whole again, milliseconds of at least 0. */
  resetMs: number;
  /** How much it allows when it is whole; 1 where nobody says. */
  limit: number;
}

/**
 * How long a refusal says that nothing more will be taken: until the last of the limits that are used up is whole again.
 * @returns milliseconds of at least 0; undefined where no limit is used up, or nothing usable says until when.
 */
export function limitResetMs(headers: Headers, now = Date.now()): number | undefined {
  const waits = usedUpLimits(headers, now).map(({ resetMs }) => resetMs);
  return waits.length === 0 ? undefined : Math.max(...waits);
}

/**
 * How long after a good answer there is room for one more: what is used up refills evenly until it is whole again, so that
 * one more fits in long before that.
 * @returns as `limitResetMs` does.
 */
export function nextRoomMs(headers: Headers, now = Date.now()): number | undefined {
  const waits = usedUpLimits(headers, now).map(({ resetMs, limit }) => resetMs / limit);
  return waits.length === 0 ? undefined : Math.max(...waits);
}

/**
 * OpenAI gives durations until the initial state (`6m0s`), Anthropic gives times (RFC 3339).
 * https://platform.openai.com/docs/guides/rate-limits, https://docs.anthropic.com/en/api/rate-limits
 */
function usedUpLimits(headers: Headers, now: number): UsedUp[] {
  const found = (remaining: string, limit: string, resetMs: number | undefined): UsedUp[] =>
    headers.get(remaining)?.trim() === '0' && resetMs !== undefined
      ? [{ resetMs, limit: Math.max(1, Number(headers.get(limit)) || 1) }]
      : [];
  return [
    ...openAiKinds.flatMap((kind) =>
      found(
        `x-ratelimit-remaining-${kind}`,
        `x-ratelimit-limit-${kind}`,
        durationMs(headers.get(`x-ratelimit-reset-${kind}`)),
      ),
    ),
    ...anthropicKinds.flatMap((kind) =>
      found(
        `anthropic-ratelimit-${kind}-remaining`,
        `anthropic-ratelimit-${kind}-limit`,
        untilMs(headers.get(`anthropic-ratelimit-${kind}-reset`), now),
      ),
    ),
  ];
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
