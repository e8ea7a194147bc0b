import type { LedgerFinding } from '../finding';
import { type LedgerHistory, markOf } from '../history';
import { places } from '../places';

/**
 * Nothing is there more than once, and nobody sees anything twice. What only became two when it was asked again is the
 * business of `unknownResolved`.
 */
export function doubled(history: LedgerHistory): LedgerFinding[] {
  const repeated = new Set(history.repeats.map(({ payload }) => markOf(payload)));
  const [recovered, atLast] = [places(history.afterRecovery), places(history.afterRepeats)];
  const times = (mark: string): number =>
    Math.max(recovered.get(mark) ?? 0, repeated.has(mark) ? 0 : (atLast.get(mark) ?? 0));
  const stored = [...new Set([...recovered.keys(), ...atLast.keys()])].filter((mark) => times(mark) > 1);
  const inDatabase = stored.map((mark) =>
    finding(
      `"${mark}" must be in the database once, it was there ${times(mark)} times`,
      idsOf(history, mark),
    ),
  );
  const known = new Set(stored);
  const inReads = history.reads.flatMap(({ id, answer }) => {
    if (answer.kind !== 'messages') return [];
    const texts = answer.messages.map(({ text }) => text);
    if (new Set(texts).size === texts.length) return [];
    const twice = texts.find((text, index) => texts.indexOf(text) !== index && !known.has(text));
    return twice === undefined
      ? []
      : [finding(`Read "${id}" must show "${twice}" once, it did more often`, [id])];
  });
  return [...inDatabase, ...inReads];
}

function idsOf({ writes }: LedgerHistory, mark: string): string[] {
  return writes.filter(({ payload }) => markOf(payload) === mark).map(({ id }) => id);
}

function finding(message: string, ids: readonly string[]): LedgerFinding {
  return { class: 'doubled', message, ids };
}
