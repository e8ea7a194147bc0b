import type { Verdict } from '../../evidence/verdict';
import { exactBounds, trialsNeeded } from '../../ledger/exact-bounds';
import { type Availability, percent, servesMoreThan } from './availability';

/** What was measured while things failed, of the service that is judged. */
export interface Measured {
  readonly availability: Availability;
  /** Each answer by another provider than the first: how long its user waited, and in which outage of a provider it came. */
  readonly failovers: readonly { readonly tookMs: number; readonly outage: number | undefined }[];
  /** For each outage after which nothing else was out for long enough: from its end to full service. Undefined: never seen. */
  readonly recoveriesMs: readonly (number | undefined)[];
  /** Conversations read while the database was out, and how many of them were shown. */
  readonly copies: { readonly shown: number; readonly of: number };
}

/** One target, and what became of it. */
export interface TargetFinding {
  readonly target: string;
  readonly demanded: string;
  readonly seen: string;
  readonly samples: number;
  /** With 95 % confidence, where a share is demanded or can be told; 0 to 1. */
  readonly atLeast?: number;
  readonly verdict: Exclude<Verdict, 'compromised'>;
}

type Judge = (measured: Measured, demanded: string) => Omit<TargetFinding, 'target' | 'demanded'>;

/** Fewer outages than these say nothing about what always holds. */
const fewestOutages = 2;

const judges: Readonly<Record<string, Judge>> = {
  'requests served, degraded service included': ({ availability }, demanded) => {
    const { verdict, because } = servesMoreThan(shareIn(demanded), availability);
    return { verdict, seen: because, samples: availability.requests, atLeast: availability.least };
  },
  'each answer by another provider': ({ failovers }, demanded) => {
    const outages = new Set(failovers.flatMap(({ outage }) => outage ?? [])).size;
    const longestMs = Math.max(0, ...failovers.map(({ tookMs }) => tookMs));
    const verdict =
      longestMs > durationIn(demanded) ? 'failed' : outages < fewestOutages ? 'inconclusive' : 'passed';
    const { least } = exactBounds(outages, outages);
    const seen =
      `${failovers.length} answers in ${outages} outages of a provider, the longest after ${longestMs.toFixed(0)} ms; ` +
      `many answers in one outage are one sample: by these alone ${percent(least)} of all outages are surely so, ` +
      `and for 95 % ${trialsNeeded(0, 0.95)} outages are needed`;
    return { verdict, seen, samples: outages, atLeast: least };
  },
  'full service after each outage': ({ recoveriesMs }, demanded) => {
    const limitMs = durationIn(demanded);
    const isLate = (each: number | undefined): boolean => each === undefined || each > limitMs;
    const missed = recoveriesMs.filter(isLate).length;
    const verdict = missed > 0 ? 'failed' : recoveriesMs.length < fewestOutages ? 'inconclusive' : 'passed';
    const longestMs = Math.max(0, ...recoveriesMs.flatMap((each) => each ?? []));
    const never = recoveriesMs.filter((each) => each === undefined).length;
    const seen =
      `after ${recoveriesMs.length} outages that nothing else followed too soon, the longest after ${longestMs.toFixed(0)} ms` +
      (never > 0 ? `, after ${never} of them not at all` : '');
    return { verdict, seen, samples: recoveriesMs.length };
  },
  'conversations shown although the database is out': ({ copies: { shown, of } }, demanded) => {
    const { least } = exactBounds(shown, of);
    const share = shareIn(demanded);
    const isFailed = of > 0 && shown / of <= share;
    const verdict = least > share ? 'passed' : isFailed ? 'failed' : 'inconclusive';
    const seen = `${shown} of ${of} shown, surely more than ${percent(least)}`;
    return { verdict, seen, samples: of, atLeast: least };
  },
};

/**
 * Each target of a table, held against what was measured.
 * @param table such as `{ 'full service after each outage': 'within 30 seconds' }`. @throws naming the targets that there are.
 */
export function targetFindings(table: Readonly<Record<string, string>>, measured: Measured): TargetFinding[] {
  return Object.entries(table).map(([target, demanded]) => {
    const judge = Object.hasOwn(judges, target) ? judges[target] : undefined;
    if (!judge) throw new Error(`No target "${target}"; expected one of: ${Object.keys(judges).join(', ')}`);
    return { target, demanded, ...judge(measured, demanded) };
  });
}

function shareIn(demanded: string): number {
  return Number(numberIn(demanded, /^more than (\d+(?:\.\d+)?) percent$/)) / 100;
}

function durationIn(demanded: string): number {
  return 1_000 * Number(numberIn(demanded, /^within (\d+(?:\.\d+)?) seconds$/));
}

function numberIn(demanded: string, form: RegExp): string {
  const [, number] = form.exec(demanded) ?? [];
  if (number === undefined)
    throw new Error(`A target must be like "more than 80 percent" or "within 30 seconds"; got "${demanded}"`);
  return number;
}
