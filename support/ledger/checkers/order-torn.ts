import type { LedgerFinding } from '../finding';
import type { AuthoritativeReading, LedgerHistory, OrderLine } from '../history';
import { type Write, writesOf } from '../write';

/** An order, its lines and its one event are one: all there, alike, as asked for, and adding up to the same total. */
export function orderTorn(history: LedgerHistory): LedgerFinding[] {
  const writes = new Map(writesOf(history).map((write) => [write.mark, write]));
  const found = [history.afterRecovery, history.afterRepeats].flatMap((reading) =>
    inReading(reading, writes),
  );
  return [...new Map(found.map((each) => [each.message, each])).values()];
}

function inReading(
  { orders, lines, events }: AuthoritativeReading,
  writes: ReadonlyMap<string, Write>,
): LedgerFinding[] {
  const known = new Set(orders.map(({ orderId }) => orderId));
  const orphans = [...lines, ...events].flatMap(({ orderId }) =>
    known.has(orderId) ? [] : [finding(orderId, 'must be there, as its lines or events are; it is not')],
  );
  const torn = orders.flatMap(({ orderId, reference, totalCents }) => {
    const own = lines.filter((line) => line.orderId === orderId);
    const told = events.filter((event) => event.orderId === orderId);
    const sum = own.reduce((total, { quantity, unitPriceCents }) => total + quantity * unitPriceCents, 0);
    const payload = writes.get(reference)?.payload;
    return [
      ...(payload?.kind === 'order' && said(own) !== said(payload.lines)
        ? [finding(orderId, `must have the lines ${said(payload.lines)}, got ${said(own)}`)]
        : []),
      ...(sum === totalCents
        ? []
        : [finding(orderId, `must total ${sum} cents as its lines do, got ${totalCents}`)]),
      ...(told.length === 1 ? [] : [finding(orderId, `must have exactly one event, got ${told.length}`)]),
      ...told
        .filter((event) => event.totalCents !== totalCents)
        .map((event) =>
          finding(orderId, `must have an event over ${totalCents} cents, got ${event.totalCents}`),
        ),
    ];
  });
  return [...orphans, ...torn];
}

function said(lines: readonly OrderLine[]): string {
  const each = lines.map(
    ({ article, quantity, unitPriceCents }) => `${quantity} x ${article} at ${unitPriceCents}`,
  );
  return each.sort().join(', ');
}

function finding(orderId: string, said: string): LedgerFinding {
  return { class: 'order torn', message: `Order "${orderId}" ${said}`, ids: [orderId] };
}
