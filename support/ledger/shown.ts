import type { ReadAnswer, RecordedRead } from './history';

/** A read that showed messages. */
export type Shown = RecordedRead & { readonly answer: Extract<ReadAnswer, { kind: 'messages' }> };

/** Whether a read showed messages. */
export function isShown(read: RecordedRead): read is Shown {
  return read.answer.kind === 'messages';
}

/** The texts that a read showed as applied, in order: those only pending have no place yet. */
export function applied({ answer }: Shown): string[] {
  return answer.messages.filter(({ isPending }) => !isPending).map(({ text }) => text);
}

/** The first of the older texts that does not stand where it stood, or undefined when all do. */
export function goneFrom(older: readonly string[], newer: readonly string[]): string | undefined {
  return older.find((text, index) => newer[index] !== text);
}
