import type { FastifyReply, FastifyRequest } from 'fastify';
import type { User } from '../auth/user';
import { nowMs } from '../clock';
import type { Parts } from '../parts';

declare module 'fastify' {
  interface FastifyRequest {
    user: User;
    arrivedAtMs: number;
  }
}

/** Fires when the caller hangs up before the whole answer is out. */
export function hangUpSignal(reply: FastifyReply): AbortSignal {
  const hangUp = new AbortController();
  if (reply.raw.destroyed) hangUp.abort(); // Gone before anybody listened.
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) hangUp.abort();
  });
  return hangUp.signal;
}

/** Whether the provider that is asked first gave an answer, or another one. */
export function sourceOf(
  provider: object,
  { providers }: Pick<Parts, 'providers'>,
): 'first-choice' | 'fallback' {
  return provider === providers[0] ? 'first-choice' : 'fallback';
}

/**
 * When the caller stops waiting: `x-request-timeout-ms`, else `x-stainless-timeout` (seconds; the official SDKs send it),
 * never more than the policy allows.
 * @returns milliseconds since the epoch
 */
export function deadlineOf(request: FastifyRequest, mostMs: number): number {
  const own = Number(request.headers['x-request-timeout-ms']);
  const stainless = Number(request.headers['x-stainless-timeout']) * 1000;
  const asked = own > 0 ? own : stainless > 0 ? stainless : mostMs;
  return (request.arrivedAtMs ?? nowMs()) + Math.min(asked, mostMs);
}
