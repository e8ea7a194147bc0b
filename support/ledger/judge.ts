import type { Verdict } from '../evidence/verdict';
import { doubled } from './checkers/doubled';
import { isolationBroken } from './checkers/isolation-broken';
import { lost } from './checkers/lost';
import { orderTorn } from './checkers/order-torn';
import { outOfOrder } from './checkers/out-of-order';
import { readWentBack } from './checkers/read-went-back';
import { rejectedAfterAcceptance } from './checkers/rejected-after-acceptance';
import { staleOverwrite } from './checkers/stale-overwrite';
import { undeclaredLoss } from './checkers/undeclared-loss';
import { unexpected } from './checkers/unexpected';
import { unknownResolved } from './checkers/unknown-resolved';
import type { LedgerFinding } from './finding';
import { type LedgerHistory, markOf, type WriteAttempt } from './history';
import { demandSoundHistory } from './sound-history';
import { writesOf } from './write';

/** What is demanded of writes during the fault: that some are acknowledged and all kept, or that none is. */
export type LedgerDemand =
  | { readonly law: 'acknowledged writes are kept' }
  | { readonly law: 'none may be acknowledged'; readonly fewestRefused: number };

/** What the ledger says. */
export interface LedgerJudgement {
  readonly verdict: Exclude<Verdict, 'compromised'>;
  readonly findings: readonly LedgerFinding[];
  /** Why it says too little, each in a sentence; empty when it says enough. */
  readonly doubts: readonly string[];
  /** The counts, and why it did not pass, in one paragraph. */
  readonly summary: string;
}

const checkers = [
  lost,
  undeclaredLoss,
  doubled,
  outOfOrder,
  unexpected,
  rejectedAfterAcceptance,
  unknownResolved,
  orderTorn,
  readWentBack,
  staleOverwrite,
  isolationBroken,
] as const;

/** Everything that is wrong with a history, whatever was demanded. */
export function ledgerFindings(history: LedgerHistory): LedgerFinding[] {
  return checkers.flatMap((check) => check(history));
}

/**
 * The verdict over a history. A finding outweighs everything; without one it is inconclusive where the fault met too few
 * writes or an unknown one was never resolved.
 * @throws RangeError when the record itself is not sound.
 */
export function judgeLedger(history: LedgerHistory, demand: LedgerDemand): LedgerJudgement {
  demandSoundHistory(history);
  const inFault = history.writes.filter((attempt) =>
    history.outages.some((outage) => isWithin(attempt, outage)),
  );
  const acknowledged = inFault.filter(({ outcome }) => outcome === 'acknowledged');
  const refused = inFault.filter(({ outcome }) => outcome === 'refused');
  const isForbidden = demand.law === 'none may be acknowledged';
  const forbidden = (isForbidden ? acknowledged : []).map(
    ({ id, payload }): LedgerFinding => ({
      class: 'acknowledged against the law',
      message: `During the fault no write may be acknowledged; "${markOf(payload)}" was`,
      ids: [id],
    }),
  );
  const findings = [...ledgerFindings(history), ...forbidden];
  const answered = new Set(
    history.repeats.filter(({ outcome }) => outcome !== 'unknown').map(({ payload }) => markOf(payload)),
  );
  const writes = writesOf(history);
  const unresolved = writes.filter(({ outcome, mark }) => outcome === 'unknown' && !answered.has(mark));
  const doubts = [
    ...(!isForbidden && acknowledged.length === 0
      ? [
          'during the fault at least one write must have been acknowledged, none was: write more, or for longer',
        ]
      : []),
    ...(isForbidden && refused.length < demand.fewestRefused
      ? [
          `during the fault at least ${demand.fewestRefused} writes must have been refused, ${refused.length} were: write more`,
        ]
      : []),
    ...(unresolved.length > 0
      ? [`every unknown write must be asked again until it is answered, ${unresolved.length} were not`]
      : []),
  ];
  const verdict = findings.length > 0 ? 'failed' : doubts.length > 0 ? 'inconclusive' : 'passed';
  const counts =
    `${writes.length} writes in ${history.writes.length} attempts: ${tally(writes.map(({ outcome }) => outcome))}; ` +
    `during ${history.outages.length} outages ${acknowledged.length} acknowledged and ${refused.length} refused; ` +
    `${history.reads.length} reads; ${history.repeats.length} repeats; ${history.declaredLost.length} declared lost; ` +
    `${history.rejectedAfterAcceptance.length} rejected after acceptance; ` +
    `findings: ${tally(findings.map((each) => each.class)) || 'none'}`;
  const because = [...findings.slice(0, 3).map(({ message }) => message), ...doubts];
  return { verdict, findings, doubts, summary: [`${verdict}: ${counts}`, ...because].join('. ') };
}

/** Only what lay wholly inside a fault was surely answered because of it. */
function isWithin(
  { invokedAtMs, endedAtMs }: WriteAttempt,
  { fromMs, toMs }: LedgerHistory['outages'][number],
): boolean {
  return invokedAtMs >= fromMs && endedAtMs <= toMs;
}

function tally(names: readonly string[]): string {
  return [...new Set(names)]
    .map((name) => `${names.filter((each) => each === name).length} ${name}`)
    .join(', ');
}
