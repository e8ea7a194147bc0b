import type { Verdict } from '../../evidence/verdict';

/** A number that was seen, and between which limits it must lie. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** What is checked. */
export type BackoffCheck = 'growth' | 'spread' | 'shape' | 'pile-up' | 'floor' | 'crowd';

/** What one check found. */
export interface Finding {
  readonly check: BackoffCheck;
  readonly verdict: Exclude<Verdict, 'compromised'>;
  readonly figures: readonly Figure[];
  /** Why it did not pass, in a sentence; empty when it passed. */
  readonly because: string;
}

/** Passed when there are figures and every one lies within its limits. A figure that is no number lies outside. */
export function findingOf(check: BackoffCheck, figures: readonly Figure[]): Finding {
  const outside = figures.filter((figure) => !isWithin(figure));
  const verdict = figures.length === 0 ? 'inconclusive' : outside.length > 0 ? 'failed' : 'passed';
  return { check, verdict, figures, because: figures.length === 0 ? 'there were no figures' : said(outside) };
}

function isWithin({
  value,
  atLeast = Number.NEGATIVE_INFINITY,
  atMost = Number.POSITIVE_INFINITY,
}: Figure): boolean {
  return value >= atLeast && value <= atMost;
}

function said(outside: readonly Figure[]): string {
  return outside
    .map(({ name, value, atLeast, atMost }) => {
      const limits = [
        ...(atLeast === undefined ? [] : [`at least ${atLeast}`]),
        ...(atMost === undefined ? [] : [`at most ${atMost}`]),
      ];
      return `${name} must be ${limits.join(' and ')}, was ${value.toFixed(3)}`;
    })
    .join('; ');
}
