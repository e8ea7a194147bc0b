import { type LedgerHistory, markOf } from './history';

/**
 * Holds a history to what the checkers presume.
 * @throws RangeError for the first thing that is wrong with the record itself; it says nothing about the service.
 */
export function demandSoundHistory(history: LedgerHistory): void {
  const { threads, writes, repeats, reads, outages } = history;
  const all = [...writes, ...repeats];
  demandUnique(
    'id of an attempt or read',
    [...all, ...reads].map(({ id }) => id),
  );
  demandUnique(
    'id of a thread',
    threads.map(({ id }) => id),
  );

  for (const { id, invokedAtMs, endedAtMs } of [...all, ...reads])
    if (!(invokedAtMs <= endedAtMs))
      throw new RangeError(
        `What is invoked must end later; "${id}" was invoked at ${invokedAtMs} and ended at ${endedAtMs}`,
      );

  const ownerOfMark = new Map<string, string>();
  const userOfKey = new Map<string, string>();
  for (const { user, key, payload } of all) {
    const wish = JSON.stringify([user, key, payload]);
    const mark = markOf(payload);
    if ((ownerOfMark.get(mark) ?? wish) !== wish)
      throw new RangeError(
        `A text or reference must belong to one key and payload; "${mark}" is used by several`,
      );
    ownerOfMark.set(mark, wish);
    if ((userOfKey.get(key) ?? user) !== user)
      throw new RangeError(
        `A key must belong to one user; "${key}" is used by ${userOfKey.get(key)} and ${user}`,
      );
    userOfKey.set(key, user);
  }

  const asked = new Set(writes.map(({ payload }) => markOf(payload)));
  for (const { id, payload } of repeats)
    if (!asked.has(markOf(payload)))
      throw new RangeError(
        `What is repeated must have been asked; "${id}" is the first to ask for "${markOf(payload)}"`,
      );

  outages.forEach(({ fromMs, toMs }, index) => {
    if (!(fromMs <= toMs && fromMs >= (outages[index - 1]?.toMs ?? Number.NEGATIVE_INFINITY)))
      throw new RangeError(`Outages must follow one another; got ${JSON.stringify(outages)}`);
  });
}

function demandUnique(what: string, values: readonly string[]): void {
  const seen = new Set<string>();
  for (const value of values) {
    if (seen.has(value)) throw new RangeError(`An ${what} must be unique; got "${value}" twice`);
    seen.add(value);
  }
}
