import { Status } from 'allure-js-commons';
import type { Outcome } from './outcome';

/** How an outcome shows in the report: its colour, and the label by which allurerc.mjs sorts it into a category. */
export interface AllureEnding {
  readonly status: Status;
  readonly label: string;
}

const ENDINGS: Readonly<Record<Outcome['kind'], AllureEnding>> = {
  passed: { status: Status.PASSED, label: 'passed' },
  failed: { status: Status.FAILED, label: 'failed' },
  'hook failed': { status: Status.BROKEN, label: 'hook-failed' },
  compromised: { status: Status.BROKEN, label: 'compromised' },
  inconclusive: { status: Status.BROKEN, label: 'inconclusive' },
  undefined: { status: Status.BROKEN, label: 'not-implemented' },
  ambiguous: { status: Status.BROKEN, label: 'not-implemented' },
  pending: { status: Status.BROKEN, label: 'not-implemented' },
  skipped: { status: Status.SKIPPED, label: 'skipped' },
  'skipped without reason': { status: Status.BROKEN, label: 'skipped-without-reason' },
  unfinished: { status: Status.BROKEN, label: 'unfinished' },
  'not run': { status: Status.SKIPPED, label: 'not-run' },
};

/** Passed is the only green one, and only what was skipped with a reason is grey. */
export function allureEnding({ kind }: Outcome): AllureEnding {
  return ENDINGS[kind];
}

/** The colour of one step or hook, by Cucumber's status. */
export function allureStepStatus(status: string): Status {
  if (status === 'PASSED') return Status.PASSED;
  if (status === 'SKIPPED') return Status.SKIPPED;
  return status === 'FAILED' ? Status.FAILED : Status.BROKEN;
}
