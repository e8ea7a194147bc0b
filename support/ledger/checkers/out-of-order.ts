import type { LedgerFinding } from '../finding';
import type { LedgerHistory, StoredThread } from '../history';
import { type Write, writesOf } from '../write';

/**
 * Within a thread messages stand in the order of real time: when one had been acknowledged before another was asked for,
 * it stands before it. Two that overlapped may stand either way, and nobody can hold a service to more.
 * Source: Herlihy and Wing, "Linearizability", TOPLAS 1990.
 */
export function outOfOrder(history: LedgerHistory): LedgerFinding[] {
  const writes = new Map(writesOf(history).map((write) => [write.mark, write]));
  const recovered = new Map(history.afterRecovery.threads.map((thread) => [thread.threadId, thread]));
  return history.afterRepeats.threads.flatMap((atLast) => {
    const before = recovered.get(atLast.threadId);
    const found = before ? inThread(before, writes) : [];
    return found.length > 0 ? found : inThread(atLast, writes);
  });
}

function inThread({ threadId, messages }: StoredThread, writes: ReadonlyMap<string, Write>): LedgerFinding[] {
  const texts = messages.map(({ text }) => text);
  // What is there twice stands where it first stood: that it is there again is the business of `doubled`.
  const inPlace = [...new Set(texts)].flatMap((text) => writes.get(text) ?? []);
  const findings: LedgerFinding[] = [];
  // From the end: of those that stand behind, the one acknowledged first tells whether any had to stand before.
  let earliest: Write | undefined;
  for (const write of inPlace.reverse()) {
    if (earliest && earliest.acknowledgedAtMs < write.possibleFromMs)
      findings.push(
        finding(
          `In thread "${threadId}" "${earliest.mark}", acknowledged at ${earliest.acknowledgedAtMs} ms, must stand before ` +
            `"${write.mark}", asked for at ${write.possibleFromMs} ms; it stands behind`,
          [earliest.key, write.key],
        ),
      );
    if (!earliest || write.acknowledgedAtMs < earliest.acknowledgedAtMs) earliest = write;
  }
  messages.forEach(({ position, text }, index) => {
    const previous = messages[index - 1];
    if (previous && previous.position >= position)
      findings.push(
        finding(
          `In thread "${threadId}" positions must rise; "${text}" stands at ${position} after ${previous.position}`,
          [threadId],
        ),
      );
  });
  return findings;
}

function finding(message: string, ids: readonly string[]): LedgerFinding {
  return { class: 'out of order', message, ids };
}
