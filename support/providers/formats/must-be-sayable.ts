import type { Behaviour } from '../behaviour';
import type { LimitForm } from '../limit-form';
import type { Dialect } from './dialect';

/** @throws when the behaviour names a limit in a form that the provider's format does not have. */
export function mustBeSayable(behaviour: Behaviour, dialect: Dialect): void {
  const resets: LimitForm[] = dialect.limits.map((name) => `${name}-reset` as const);
  if (behaviour.kind === 'healthy') mustBeOneOf(resets, behaviour.usedUp?.form, dialect);
  if (behaviour.kind === 'rate-limiting') {
    mustBeOneOf(['seconds', 'milliseconds', 'date', ...resets], behaviour.asks?.form, dialect);
  }
}

function mustBeOneOf(possible: readonly LimitForm[], form: LimitForm | undefined, { format }: Dialect): void {
  if (form === undefined || possible.includes(form)) return;
  throw new Error(`No form "${form}" in the format of ${format}; expected one of: ${possible.join(', ')}`);
}
