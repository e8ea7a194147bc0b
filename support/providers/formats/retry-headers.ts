import type { Refusal } from './dialect';
import { wholeSecond } from './whole-second';

/**
 * The headers of a refusal that say for how long to stay away, alike in both formats.
 * Source: RFC 9110, 10.2.3; `retry-after-ms` is what the official SDKs of both read first.
 * @param nowMs when the request arrived, milliseconds since the epoch.
 */
export function retryHeaders(refusal: Refusal, nowMs: number): Record<string, string> {
  switch (refusal.kind) {
    case 'failing':
    case 'overloaded':
      return asGiven(refusal);
    case 'rate-limiting':
      return {
        ...(refusal.standing === undefined ? {} : both(refusal.standing.waitMs)),
        ...(refusal.asks === undefined ? {} : asked(refusal.asks, nowMs)),
        ...asGiven(refusal),
        ...refusal.headers,
      };
    default:
      return {};
  }
}

type Asks = NonNullable<Extract<Refusal, { kind: 'rate-limiting' }>['asks']>;

function asGiven({ retryAfter, retryAfterMs }: { retryAfter?: string; retryAfterMs?: string }) {
  return {
    ...(retryAfter === undefined ? {} : { 'retry-after': retryAfter }),
    ...(retryAfterMs === undefined ? {} : { 'retry-after-ms': retryAfterMs }),
  };
}

function asked({ form, forMs }: Asks, nowMs: number): Record<string, string> {
  switch (form) {
    case 'seconds':
      return { 'retry-after': seconds(forMs) };
    case 'milliseconds':
      return { 'retry-after-ms': milliseconds(forMs) };
    case 'date':
      return { 'retry-after': wholeSecond(nowMs + forMs).toUTCString() };
    default:
      return {};
  }
}

function both(waitMs: number): Record<string, string> {
  return { 'retry-after': seconds(waitMs), 'retry-after-ms': milliseconds(waitMs) };
}

function seconds(durationMs: number): string {
  return String(Math.ceil(durationMs / 1_000));
}

function milliseconds(durationMs: number): string {
  return String(Math.ceil(durationMs));
}
