/** The subprotocol that a live connection speaks (RFC 6455, section 1.9). */
export const liveProtocol = 'live.v1';

const prefix = 'bearer.';

/**
 * Browsers can set no headers on a WebSocket. They offer, besides `live.v1`, a subprotocol that is their token:
 * `bearer.` and the token in base64url (RFC 4648, section 5), without padding.
 * @returns what the authorization header would be; undefined when there is no such subprotocol.
 */
export function authorizationIn(protocols: string | undefined): string | undefined {
  const offered = (protocols ?? '').split(',').map((each) => each.trim());
  const bearer = offered.find((each) => each.startsWith(prefix));
  if (bearer === undefined) return undefined;
  return `Bearer ${Buffer.from(bearer.slice(prefix.length), 'base64url').toString()}`;
}
