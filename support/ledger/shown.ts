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

/**
 * Tells the first applied text of an older read that does not stand where it stood, or undefined when all do. For
 * thousands of reads: every beginning that was ever shown gets a number, so that comparing two reads is one look.
 */
export function goneFrom(): (older: Shown, newer: Shown) => string | undefined {
  const numbers = new Map<string, number>();
  const known = new Map<Shown, readonly number[]>();
  const beginnings = (read: Shown): readonly number[] => {
    const before = known.get(read);
    if (before) return before;
    let number = 0;
    const own = applied(read).map((text) => {
      const beginning = `${number} ${text}`;
      number = numbers.get(beginning) ?? numbers.size + 1;
      numbers.set(beginning, number);
      return number;
    });
    known.set(read, own);
    return own;
  };
  return (older, newer) => {
    const [was, is] = [beginnings(older), beginnings(newer)];
    if (was.at(-1) === is[was.length - 1]) return undefined;
    return applied(older)[was.findIndex((number, index) => number !== is[index])];
  };
}
