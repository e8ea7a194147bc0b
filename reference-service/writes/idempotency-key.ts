import { UserError } from '../errors/user-error';

/**
 * The key in the header `Idempotency-Key`: 1 to 200 visible ASCII characters.
 * @returns undefined when there is none. @throws UserError `invalid_request` for one that cannot be a key.
 */
export function idempotencyKeyIn(header: string | string[] | undefined): string | undefined {
  if (header === undefined) return undefined;
  if (typeof header === 'string' && isIdempotencyKey(header)) return header;
  throw new UserError('invalid_request', {
    detail: 'Idempotency-Key must be 1 to 200 visible ASCII characters, once.',
  });
}

export function isIdempotencyKey(text: string): boolean {
  return /^[\x21-\x7e]{1,200}$/.test(text);
}
