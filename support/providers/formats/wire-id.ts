import { createHash } from 'node:crypto';
import type { WireRequest } from '../wire-request';

const alphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz0123456789';

/** An id that looks like a provider's, the same whenever the same double answers its same request. */
export function wireId(prefix: string, length: number, request: WireRequest): string {
  const digest = createHash('sha512').update(`${prefix} ${request.role} ${request.number}`).digest();
  let id = prefix;
  for (const byte of digest.subarray(0, length)) id += alphabet[byte % alphabet.length];
  return id;
}
