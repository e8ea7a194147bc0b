import type { LedgerFinding } from '../finding';
import type { LedgerHistory } from '../history';
import { places } from '../places';
import { applied, goneFrom, isShown, type Shown } from '../shown';
import { writesOf } from '../write';

/**
 * Once the database is back, nothing newer is replaced by older, in the database or in the cache, whoever looks. A read
 * that says it is stale may be behind the database, but not behind what the cache showed before. What one session saw
 * is left to `readWentBack`, and an acknowledged write that is missing to `lost`.
 */
export function staleOverwrite(history: LedgerHistory): LedgerFinding[] {
  const backAtMs = history.outages[0]?.toMs ?? Number.POSITIVE_INFINITY;
  const shown = history.reads.filter(isShown);
  const gone = goneFrom();
  const byThread = new Map<string, Shown[]>();
  for (const read of shown) {
    const ofThread = byThread.get(read.threadId) ?? [];
    ofThread.push(read);
    byThread.set(read.threadId, ofThread);
  }
  const there = places(history.afterRecovery);
  const writes = writesOf(history);
  const later = shown.filter(({ invokedAtMs }) => invokedAtMs >= backAtMs);
  const wentBack = later.flatMap((read) => {
    const before = byThread
      .get(read.threadId)
      ?.find(
        (each) =>
          (each.session !== read.session || each.user !== read.user) &&
          each.endedAtMs <= read.invokedAtMs &&
          !(read.answer.source === 'stale cache' && each.answer.source === 'database') &&
          gone(each, read) !== undefined,
      );
    if (!before) return [];
    const text = gone(before, read);
    return [
      finding(`Read "${read.id}" must show "${text}" where read "${before.id}" showed it before`, [
        before.id,
        read.id,
      ]),
    ];
  });
  const missed = later.flatMap((read) => {
    if (read.answer.source === 'stale cache') return [];
    const texts = new Set(applied(read));
    const write = writes.find(
      ({ mark, payload, possibleFromMs, doneAtMs }) =>
        payload.kind === 'message' &&
        payload.threadId === read.threadId &&
        possibleFromMs >= backAtMs &&
        doneAtMs <= read.invokedAtMs &&
        there.has(mark) &&
        !texts.has(mark),
    );
    return write
      ? [
          finding(`Read "${read.id}" must show "${write.mark}", written before it; it does not`, [
            read.id,
            write.key,
          ]),
        ]
      : [];
  });
  const acknowledged = new Set(
    writes.filter(({ outcome }) => outcome === 'acknowledged').map(({ mark }) => mark),
  );
  const asked = new Set(writes.map(({ mark }) => mark));
  const vanished = new Map(
    shown.flatMap((read) =>
      applied(read)
        .filter((text) => asked.has(text) && !there.has(text) && !acknowledged.has(text))
        .map((text) => [text, read.id] as const),
    ),
  );
  const notThere = [...vanished].map(([text, id]) =>
    finding(`"${text}", which read "${id}" showed as applied, must be in the database; it is not`, [id]),
  );
  return [...wentBack, ...missed, ...notThere];
}

function finding(message: string, ids: readonly string[]): LedgerFinding {
  return { class: 'stale overwrite', message, ids };
}
