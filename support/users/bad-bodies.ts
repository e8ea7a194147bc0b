import type { RawBody } from './writing';

/** Something sent that makes no sense. */
export interface BadBody {
  readonly path: 'messages' | 'orders';
  readonly body?: unknown;
  /** Instead of Ada's own conversation. */
  readonly conversation?: string;
  /** Instead of a body. */
  readonly asItIs?: RawBody;
}

const json = 'application/json';
/** More than services read of one request, by far. */
const tooMuch = 'x'.repeat(3_000_000);

/** Bodies that make no sense, as a feature says it. */
const badBodies: Readonly<Record<string, BadBody>> = {
  'a message without a text': { path: 'messages', body: {} },
  'a message that is too long': { path: 'messages', body: { text: 'x'.repeat(20_001) } },
  'a message beyond all limits': { path: 'messages', body: { text: tooMuch } },
  'a message broken off half-way': { path: 'messages', asItIs: { raw: '{"text": "Half a mess', type: json } },
  'a message as a picture': { path: 'messages', asItIs: { raw: 'GIF89a', type: 'image/gif' } },
  'a message to a conversation without a proper name': {
    path: 'messages',
    conversation: 'not-a-conversation',
    body: { text: 'Hello?' },
  },
  'an order without lines': { path: 'orders', body: { lines: [] } },
  'an order of less than nothing': {
    path: 'orders',
    body: { lines: [{ product: 'tea', quantity: -1, unitPriceCents: 100 }] },
  },
  'an order without a price': { path: 'orders', body: { lines: [{ product: 'tea', quantity: 1 }] } },
  'an order beyond all limits': {
    path: 'orders',
    body: { lines: [{ product: tooMuch, quantity: 1, unitPriceCents: 100 }] },
  },
  'an order broken off half-way': {
    path: 'orders',
    asItIs: { raw: '{"lines": [{"product": "t', type: json },
  },
  'an order as plain text': { path: 'orders', asItIs: { raw: 'one tea, please', type: 'text/plain' } },
};

/** @param what as a feature says it. @throws when there is none of that name. */
export function badBody(what: string): BadBody {
  const bad = Object.hasOwn(badBodies, what) ? badBodies[what] : undefined;
  if (bad) return bad;
  throw new Error(`Nobody can send "${what}"; expected one of: ${Object.keys(badBodies).join(', ')}`);
}
