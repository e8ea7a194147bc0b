import { verdictOfText } from '../evidence/verdict';

/** One step or hook of a scenario, as it ended. */
export interface StepRecord {
  readonly kind: 'step' | 'before hook' | 'after hook';
  /** The step's text with its keyword, or the hook's name. */
  readonly text: string;
  /** Cucumber's status: PASSED, FAILED, SKIPPED, PENDING, UNDEFINED, AMBIGUOUS, UNKNOWN. */
  readonly status: string;
  /** What went wrong, as its author said it. */
  readonly message?: string;
  /** The same with whatever Cucumber adds: a difference, the stack. */
  readonly trace?: string;
  /** The class of the error. */
  readonly errorType?: string;
}

/** How a scenario ended. `passed` is green, `skipped` (always with a reason) and `not run` (a dry run) are grey, the rest red. */
export const OUTCOMES = [
  'passed',
  'failed',
  'hook failed',
  'compromised',
  'inconclusive',
  'undefined',
  'ambiguous',
  'pending',
  'skipped',
  'skipped without reason',
  'unfinished',
  'not run',
] as const;

/** How a scenario ended, and in words why. */
export interface Outcome {
  readonly kind: (typeof OUTCOMES)[number];
  /** Empty when it passed. */
  readonly message: string;
  /** Differences and stacks, where there are any. */
  readonly trace?: string;
}

/** What is known of a scenario when its outcome is asked for. */
export interface Ending {
  readonly steps: readonly StepRecord[];
  readonly isFinished: boolean;
  readonly skipReason?: string | undefined;
  /** A dry run executes nothing, so that every step is skipped without anything being wrong. */
  readonly isDryRun?: boolean;
}

/** How a scenario ended. Pure; the one place that decides it, for gates, summary and report alike. */
export function outcomeOf({ steps, isFinished, skipReason, isDryRun = false }: Ending): Outcome {
  if (!isFinished)
    return {
      kind: 'unfinished',
      message: 'The scenario began and did not end: its worker died or was stopped.',
    };

  const failures = steps.filter(({ status }) => status === 'FAILED' || status === 'UNKNOWN');
  const kinds = failures.map(kindOfFailure);
  // An unsound environment discredits every other finding; a definite failure outweighs a lack of samples.
  for (const kind of ['compromised', 'failed', 'hook failed', 'inconclusive'] as const)
    if (kinds.includes(kind)) return { kind, ...told(failures) };

  for (const kind of ['ambiguous', 'undefined', 'pending'] as const) {
    const culprits = steps.filter(({ status }) => status === kind.toUpperCase());
    if (culprits.length > 0) return { kind, ...told(culprits) };
  }
  if (!steps.some(({ kind }) => kind === 'step'))
    return { kind: 'undefined', message: 'The scenario has no steps, so it can show nothing.' };

  if (steps.some(({ status }) => status === 'SKIPPED')) {
    if (skipReason) return { kind: 'skipped', message: skipReason };
    if (isDryRun) return { kind: 'not run', message: 'dry run' };
    return {
      kind: 'skipped without reason',
      message: 'The scenario was skipped and nothing says why; skip with skipBecause().',
    };
  }
  return { kind: 'passed', message: '' };
}

/** Whether this ending must turn the run red. */
export function isRed({ kind }: Outcome): boolean {
  return kind !== 'passed' && kind !== 'skipped' && kind !== 'not run';
}

function kindOfFailure(step: StepRecord): 'failed' | 'hook failed' | 'compromised' | 'inconclusive' {
  const verdict = verdictOfText(step.trace ?? step.message ?? '', step.errorType);
  return verdict === 'failed' && step.kind !== 'step' ? 'hook failed' : verdict;
}

function told(steps: readonly StepRecord[]): Pick<Outcome, 'message' | 'trace'> {
  const message = steps.map(describe).join('\n');
  const trace = steps.map((step) => step.trace).filter(Boolean);
  return trace.length > 0 ? { message, trace: trace.join('\n\n') } : { message };
}

function describe(step: StepRecord): string {
  if (step.status === 'UNDEFINED') return `No step definition matches "${step.text}".`;
  if (step.status === 'PENDING') return `The step definition of "${step.text}" is still pending.`;
  const where = step.kind === 'step' ? step.text : `${step.kind} "${step.text}"`;
  // The verdict stands in front of the whole already, wherever the outcome is shown.
  const said = step.message?.replace(/^(?:Compromised|Inconclusive): /, '');
  return `${where}: ${said ?? 'failed without a message'}`;
}
