import type { AuthoritativeReading } from './history';

/** How often each mark is in the database, wherever it stands; what is not there is not in it. */
export function places({ threads, orders }: AuthoritativeReading): Map<string, number> {
  const counts = new Map<string, number>();
  const marks = [
    ...threads.flatMap(({ messages }) => messages.map(({ text }) => text)),
    ...orders.map(({ reference }) => reference),
  ];
  for (const mark of marks) counts.set(mark, (counts.get(mark) ?? 0) + 1);
  return counts;
}
