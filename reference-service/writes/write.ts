import { createHash } from 'node:crypto';
import type { Order } from './order';

interface WriteOf<Kind extends string, Payload> {
  kind: Kind;
  payload: Payload;
  /** Of the message or the order; follows from user and key, so that a repeated write speaks of the same thing. */
  id: string;
  user: string;
  /** The idempotency key: of one user's writes, those with the same key are one. */
  key: string;
  /** SHA-256 of kind and payload, hexadecimal. */
  payloadHash: string;
}

/** Something a user wants saved, complete enough to be applied by anybody, later and once. */
export type Write =
  | WriteOf<'add message', { thread: string; text: string }>
  | WriteOf<'place order', { order: Order }>;

/** What is to be written. */
export type Intent = Pick<Write, 'kind' | 'payload'>;

/** The write that this user means by this key. */
export function writeFor(user: string, key: string, intent: Intent): Write {
  const { kind, payload } = intent;
  const payloadHash = createHash('sha256')
    .update(canonical([kind, payload]))
    .digest('hex');
  return { kind, payload, id: writeIdFor(user, key), user, key, payloadHash } as Write;
}

/** A UUID of version 8 (RFC 9562, section 5.8) made of user and key. */
export function writeIdFor(user: string, key: string): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([user, key]))
    .digest('hex');
  const variant = ((Number.parseInt(hash[16] as string, 16) & 0x3) | 0x8).toString(16);
  return [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `8${hash.slice(13, 16)}`,
    `${variant}${hash.slice(17, 20)}`,
    hash.slice(20, 32),
  ].join('-');
}

/** JSON with the members of objects in alphabetical order: the same content gives the same text. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_name, each) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([one], [other]) => (one < other ? -1 : 1)))
      : each,
  );
}
