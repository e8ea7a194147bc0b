import type { MetBehaviour } from '../behaviour';
import type { ResetForm } from '../limit-form';

/** What providers limit. */
export type LimitName = ResetForm extends `${infer Name}-reset` ? Name : never;

/** Where one of a provider's limits stands, as an answer tells it. */
export interface LimitStanding {
  readonly of: LimitName;
  /** How much there is in all; left out, as much as at rest. */
  readonly limit?: number;
  readonly remaining: number;
  /** Until the limit is whole again, milliseconds; left out, the answer does not say. */
  readonly resetMs?: number;
}

/** The limit that a behaviour shows otherwise than at rest, if it does. */
export function limitStanding(behaviour: MetBehaviour): LimitStanding | undefined {
  if (behaviour.kind !== 'healthy' && behaviour.kind !== 'rate-limiting') return undefined;
  if (behaviour.standing !== undefined) {
    const { limit, remaining, resetMs } = behaviour.standing;
    return { of: 'requests', limit, remaining, resetMs };
  }
  const notice = behaviour.kind === 'healthy' ? behaviour.usedUp : behaviour.asks;
  if (notice !== undefined) {
    const of = limitOf(notice.form);
    return of && { of, remaining: 0, resetMs: notice.forMs };
  }
  // Refused for the requests' sake; what is not said of the time must not be said by a reset either.
  return behaviour.kind === 'rate-limiting' ? { of: 'requests', remaining: 0 } : undefined;
}

/** The limits as they stand at rest, but for the one that is shown otherwise. */
export function standings(
  atRest: readonly Required<LimitStanding>[],
  shown: LimitStanding | undefined,
): (LimitStanding & { readonly limit: number })[] {
  return atRest.map((rest) =>
    rest.of === shown?.of ? { ...shown, limit: shown.limit ?? rest.limit } : rest,
  );
}

function limitOf(form: string): LimitName | undefined {
  return form.endsWith('-reset') ? (form.slice(0, -'-reset'.length) as LimitName) : undefined;
}
