import type { Verdict } from '../evidence/verdict';
import type { Outage, RecordedRead } from './history';
import { isShown } from './shown';
import { wilsonLowerBound } from './wilson-lower-bound';

/** What the cache did for users during an outage. */
export interface HitRateFinding {
  readonly verdict: Exclude<Verdict, 'compromised'>;
  readonly figures: {
    readonly reads: number;
    readonly hits: number;
    /** Reads of threads that had been shown to this user before the outage. */
    readonly readsOfKnown: number;
    readonly lowerBound: number;
    /** Of the threads read during the outage, the share that had never been read before. */
    readonly neverReadShare: number;
  };
  /** Why it did not pass, in a sentence; empty when it passed. */
  readonly because: string;
}

/**
 * Of all reads that lay wholly inside the outage, more than 80 % were served from the cache, with 95 % confidence; and
 * threads never read before were answered "cannot be checked now" and count as misses.
 */
export function hitRate(
  reads: readonly RecordedRead[],
  { fromMs, toMs }: Outage,
  { above = 0.8, fewestReads = 200, leastNeverRead = 0.1 } = {},
): HitRateFinding {
  const view = ({ user, threadId }: RecordedRead): string => JSON.stringify([user, threadId]);
  const known = new Set(reads.filter((read) => isShown(read) && read.endedAtMs <= fromMs).map(view));
  const inside = reads.filter(({ invokedAtMs, endedAtMs }) => invokedAtMs >= fromMs && endedAtMs <= toMs);
  const hits = inside.filter(
    (read) => isShown(read) && read.answer.source !== 'database' && known.has(view(read)),
  ).length;
  const ofUnknown = inside.filter((read) => !known.has(view(read)));
  const neverReadShare = new Set(ofUnknown.map(view)).size / Math.max(1, new Set(inside.map(view)).size);
  const lowerBound = wilsonLowerBound(hits, inside.length);
  const figures = {
    reads: inside.length,
    hits,
    readsOfKnown: inside.length - ofUnknown.length,
    lowerBound,
    neverReadShare,
  };
  const found = (verdict: HitRateFinding['verdict'], because = ''): HitRateFinding => ({
    verdict,
    figures,
    because,
  });

  const wrong = ofUnknown.find(({ answer }) => answer.kind !== 'cannot be checked now');
  if (wrong)
    return found(
      'failed',
      `a thread never read before must be answered "cannot be checked now"; read "${wrong.id}" got "${wrong.answer.kind}"`,
    );
  if (inside.length < fewestReads)
    return found(
      'inconclusive',
      `at least ${fewestReads} reads must lie inside the outage, ${inside.length} did: read more`,
    );
  if (neverReadShare < leastNeverRead)
    return found(
      'inconclusive',
      `at least ${100 * leastNeverRead} % of the threads must never have been read before, ${(100 * neverReadShare).toFixed(1)} % were not`,
    );
  if (lowerBound > above) return found('passed');
  const missRate = wilsonLowerBound(inside.length - hits, inside.length);
  return found(
    missRate > 1 - above ? 'failed' : 'inconclusive',
    `more than ${100 * above} % of the reads must be served from the cache, with 95 % confidence; ${hits} of ${inside.length} were`,
  );
}
