import { Inconclusive } from '../../evidence/verdict';
import type { Finding } from './finding';

/**
 * Turns findings into the verdict of a step. A failed check outweighs an inconclusive one.
 * @throws Error when a check failed; Inconclusive when none failed but one could not say, or nothing was checked.
 */
export function demandPassed(findings: readonly Finding[]): void {
  const of = (verdict: Finding['verdict']): string =>
    findings
      .filter((finding) => finding.verdict === verdict)
      .map(({ check, because }) => `${check}: ${because}`)
      .join('\n');
  const [failed, unsaid] = [of('failed'), of('inconclusive')];
  if (failed) throw new Error(`The waits between attempts must be exponential with full jitter.\n${failed}`);
  if (unsaid || findings.length === 0) throw new Inconclusive(unsaid || 'nothing was checked');
}
