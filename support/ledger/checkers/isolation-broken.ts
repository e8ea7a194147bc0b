import type { LedgerFinding } from '../finding';
import type { LedgerHistory } from '../history';
import { writesOf } from '../write';

/** Nobody ever reads what belongs to another, and nobody's message stands in another's thread, at any service level. */
export function isolationBroken(history: LedgerHistory): LedgerFinding[] {
  const owners = new Map(history.threads.map(({ id, owner }) => [id, owner]));
  const writers = new Map(writesOf(history).map(({ mark, user }) => [mark, user]));
  const read = history.reads.flatMap(({ id, user, threadId, answer }) => {
    if (answer.kind !== 'messages') return [];
    const owner = owners.get(threadId);
    if (owner !== user)
      return [
        finding(
          `Thread "${threadId}" must be shown to ${owner ?? 'nobody'} only; read "${id}" showed it to ${user}`,
          [id],
        ),
      ];
    const foreign = answer.messages.find(({ text }) => (writers.get(text) ?? user) !== user);
    return foreign
      ? [
          finding(
            `"${foreign.text}" of ${writers.get(foreign.text)} must not be shown to ${user}; read "${id}" did`,
            [id],
          ),
        ]
      : [];
  });
  const stored = history.afterRepeats.threads.flatMap(({ threadId, messages }) =>
    messages.flatMap(({ text }) => {
      const [writer, owner] = [writers.get(text), owners.get(threadId)];
      return writer === undefined || writer === owner
        ? []
        : [
            finding(`"${text}" of ${writer} must not stand in thread "${threadId}" of ${owner}; it does`, [
              threadId,
            ]),
          ];
    }),
  );
  return [...read, ...stored];
}

function finding(message: string, ids: readonly string[]): LedgerFinding {
  return { class: 'isolation broken', message, ids };
}
