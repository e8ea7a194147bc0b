import type { RecordedWrite } from '../../users/writers';
import type { OrderLine } from '../../users/writing';
import type { DatabaseRecords, OrderRecord } from '../database-records';

/** What does not agree between what users were told and what stands in the database. */
export interface Discrepancy {
  readonly kind: 'lost' | 'doubled' | 'out of order' | 'unexpected' | 'torn order';
  readonly what: string;
}

/** An attempt of which something must stand in the database, or must not. */
type Attempt = Pick<RecordedWrite, 'user' | 'key' | 'writing' | 'outcome' | 'invokedAtMs' | 'endedAtMs'>;

/**
 * Holds what stands in the database against every attempt of users; pure. Texts and orders are told apart by what they
 * say, so each writing must be unlike all others. An unknown one may stand there once or not at all.
 * @param rejected keys of writes that were accepted and later reported to their user as rejected.
 */
export function discrepancies(
  attempts: readonly Attempt[],
  { messages, orders }: DatabaseRecords,
  rejected: ReadonlySet<string> = new Set(),
): Discrepancy[] {
  const isDue = ({ outcome, key }: Attempt): boolean =>
    outcome === 'acknowledged' && !rejected.has(key ?? '');
  const found: Discrepancy[] = [];
  const wordings = new Map<string, Attempt[]>();
  for (const attempt of attempts) {
    if (!attempt.writing) continue;
    const wording = wordingOf(attempt);
    wordings.set(wording, [...(wordings.get(wording) ?? []), attempt]);
  }
  const standing = new Map<string, number>();
  for (const wording of [...messages.map(messageWording), ...orders.map(orderWording)])
    standing.set(wording, (standing.get(wording) ?? 0) + 1);
  for (const [wording, of] of wordings) {
    const count = standing.get(wording) ?? 0;
    if (of.some(isDue) && count === 0) found.push({ kind: 'lost', what: wording });
    if (count > 1) found.push({ kind: 'doubled', what: `${wording}, ${count} times` });
    if (count > 0 && !of.some((each) => isDue(each) || each.outcome === 'unknown'))
      found.push({ kind: 'unexpected', what: wording });
  }
  return [...found, ...misplaced(attempts.filter(isDue), messages), ...orders.flatMap(torn)];
}

/** Who was acknowledged before another was invoked must stand before it; those at the same time may stand either way. */
function misplaced(due: readonly Attempt[], messages: DatabaseRecords['messages']): Discrepancy[] {
  const placed = due.flatMap((attempt) => {
    const at = messages.findIndex((message) => messageWording(message) === wordingOf(attempt));
    return attempt.writing?.kind === 'message' && at >= 0 ? [{ attempt, at }] : [];
  });
  return placed.flatMap((one) =>
    placed
      .filter(
        (other) =>
          threadOf(other.attempt) === threadOf(one.attempt) &&
          one.attempt.endedAtMs < other.attempt.invokedAtMs &&
          one.at > other.at,
      )
      .map(
        (other): Discrepancy => ({
          kind: 'out of order',
          what: `${wordingOf(one.attempt)} after ${wordingOf(other.attempt)}`,
        }),
      ),
  );
}

/** An order, its lines and its event are one. */
function torn(order: OrderRecord): Discrepancy[] {
  const sum = order.lines.reduce(
    (total, { quantity, unitPriceCents }) => total + quantity * unitPriceCents,
    0,
  );
  const [event, ...more] = order.events;
  const isWhole =
    order.lines.length > 0 && sum === order.totalCents && event?.totalCents === sum && more.length === 0;
  if (isWhole) return [];
  const what = `order ${order.id}: total ${order.totalCents}, lines ${sum}, events ${order.events.map(({ totalCents }) => totalCents).join(' and ') || 'none'}`;
  return [{ kind: 'torn order', what }];
}

function wordingOf({ user, writing }: Attempt): string {
  if (!writing) return '';
  return writing.kind === 'message'
    ? messageWording(writing)
    : orderWording({ owner: user, lines: writing.lines });
}

function messageWording({ threadId, text }: { threadId: string; text: string }): string {
  return `message "${text}" in ${threadId}`;
}

function orderWording({ owner, lines }: { owner: string; lines: readonly OrderLine[] }): string {
  const words = lines.map(
    ({ product, quantity, unitPriceCents }) => `${quantity} ${product} at ${unitPriceCents}`,
  );
  return `order of ${owner}: ${words.join(', ')}`;
}

function threadOf({ writing }: Attempt): string | undefined {
  return writing?.kind === 'message' ? writing.threadId : undefined;
}
