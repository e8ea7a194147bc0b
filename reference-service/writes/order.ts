import { UserError } from '../errors/user-error';

/** What somebody buys. Amounts are in hundredths of the currency unit. */
export interface Order {
  lines: OrderLine[];
}

export interface OrderLine {
  product: string;
  quantity: number;
  unitPriceCents: number;
}

const most = { lines: 100, productLength: 200, quantity: 1_000, unitPriceCents: 100_000_000 };

/**
 * The order in a request's body. By hand rather than by a schema: a schema's coercion takes `null` for a price of 0.
 * @throws UserError `invalid_request` naming what is wrong.
 */
export function orderIn(body: unknown): Order {
  const lines = (body as { lines?: unknown } | null | undefined)?.lines;
  if (!Array.isArray(lines)) throw invalid('body must have "lines", a list', lines);
  if (lines.length < 1 || lines.length > most.lines)
    throw invalid(`lines must be 1 to ${most.lines}`, lines.length);
  return { lines: lines.map(lineFrom) };
}

/** The sum over the lines, in cents; exact below 2^53. */
export function totalCentsOf(order: Order): number {
  return order.lines.reduce((sum, { quantity, unitPriceCents }) => sum + quantity * unitPriceCents, 0);
}

function lineFrom(line: unknown, index: number): OrderLine {
  const { product, quantity, unitPriceCents } = (line ?? {}) as Partial<OrderLine>;
  const where = `lines/${index}`;
  if (typeof product !== 'string' || !/^[^\0]+$/s.test(product) || product.length > most.productLength)
    throw invalid(`${where}/product must be a text of 1 to ${most.productLength} characters`, product);
  return {
    product,
    quantity: whole(quantity, 1, most.quantity, `${where}/quantity`),
    unitPriceCents: whole(unitPriceCents, 0, most.unitPriceCents, `${where}/unitPriceCents`),
  };
}

function whole(value: unknown, least: number, greatest: number, where: string): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > greatest)
    throw invalid(`${where} must be a whole number from ${least} to ${greatest}`, value);
  return value;
}

function invalid(whatMustHold: string, got: unknown): UserError {
  const shown = got === undefined ? 'nothing' : (JSON.stringify(got) ?? typeof got).slice(0, 60);
  return new UserError('invalid_request', { detail: `${whatMustHold}; got ${shown}.` });
}
