const ordinals: Readonly<Record<string, number>> = { second: 2, third: 3, fourth: 4, fifth: 5 };

/** The number that an ordinal at the beginning of a text stands for. @throws naming those that are known. */
export function ordinalIn(text: string): number {
  const word = text.trim().split(' ')[0] ?? '';
  const number = Object.hasOwn(ordinals, word) ? ordinals[word] : undefined;
  if (number === undefined)
    throw new Error(`No ordinal "${word}"; expected one of: ${Object.keys(ordinals).join(', ')}`);
  return number;
}
