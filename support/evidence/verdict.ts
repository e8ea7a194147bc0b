/** What a scenario's result can say. Only `passed` is green; the other three are red, each for a reason of its own. */
export type Verdict = 'passed' | 'failed' | 'compromised' | 'inconclusive';

/**
 * The environment was not sound, or a fault did not take, so that the scenario says nothing about the service.
 * Thrown from a step or a hook; Cucumber counts it as a failure, summary and report by its name.
 */
export class Compromised extends Error {
  // On the prototype, so that the stack's first line carries the name for subclasses too: between worker, coordinator
  // and reporter only text travels.
  static {
    Compromised.prototype.name = 'Compromised';
  }
}

/**
 * Too few samples to say anything with the stated confidence.
 * Thrown from a step or a hook; Cucumber counts it as a failure, summary and report by its name.
 */
export class Inconclusive extends Error {
  static {
    Inconclusive.prototype.name = 'Inconclusive';
  }
}

/**
 * The verdict that a thrown thing stands for, looking through `cause` and the parts of an `AggregateError`.
 * Compromised outweighs inconclusive: nothing measured in an unsound environment counts.
 */
export function verdictOf(error: unknown): Exclude<Verdict, 'passed'> {
  const verdicts = chain(error).map((link) =>
    link instanceof Compromised || link.name === 'Compromised'
      ? 'compromised'
      : link instanceof Inconclusive || link.name === 'Inconclusive'
        ? 'inconclusive'
        : 'failed',
  );
  if (verdicts.includes('compromised')) return 'compromised';
  return verdicts.includes('inconclusive') ? 'inconclusive' : 'failed';
}

/**
 * The same from what Cucumber's messages keep of an error.
 * @param text the formatted error, whose first line begins with the error's name.
 * @param type the name of the error's class, where the message carries it.
 */
export function verdictOfText(text: string, type?: string): Exclude<Verdict, 'passed'> {
  if (type === 'Compromised' || /^(?:Uncaught )?Compromised(?:\b|:)/.test(text)) return 'compromised';
  if (type === 'Inconclusive' || /^(?:Uncaught )?Inconclusive(?:\b|:)/.test(text)) return 'inconclusive';
  return 'failed';
}

function chain(error: unknown, depth = 8): Error[] {
  if (!(error instanceof Error) || depth === 0) return [];
  const parts = error instanceof AggregateError ? error.errors : [];
  return [error, ...[error.cause, ...parts].flatMap((part) => chain(part, depth - 1))];
}
