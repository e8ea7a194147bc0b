import { ProviderFailure } from '../providers/provider-failure';
import type { Setback } from '../routing/journey';
import type { Log } from './log';
import type { Metrics } from './metrics';

/** Writes down each setback once: counted, and logged with what is needed to understand it. Prompts stay out. */
export function recordSetback(
  metrics: Metrics,
  log: Log,
  who: { user: string; operation: string; serviceLevel: string },
  setback: Setback,
): void {
  const { provider, attempt, failure, next, waitMs } = setback;
  const isFailure = failure instanceof ProviderFailure;
  const after = isFailure ? failure.code : failure.reason;
  if (!isFailure) metrics.callNotMade(provider, failure.reason);
  if (next === 'fail over') metrics.failedOver(provider, after);
  const context = {
    event: 'provider.setback',
    ...who,
    provider,
    attempt,
    failure: after,
    next,
    ...(waitMs === undefined ? {} : { waitMs: Math.round(waitMs) }),
    ...(isFailure ? { class: failure.errorClass, route: failure.route, cause: failure.message } : {}),
  };
  if (isFailure && failure.errorClass === 'persistent') {
    metrics.failedForGood(provider, failure.code);
    log.error(
      { ...context, alert: true },
      `the ${provider} provider fails for good until somebody acts: ${after}`,
    );
  } else if (isFailure && failure.errorClass === 'fatal') {
    log.info(context, `the ${provider} provider was asked in vain: ${after}`);
  } else if (isFailure) log.warn(context, `the ${provider} provider failed: ${after}; next: ${next}`);
  else log.debug(context, `the ${provider} provider was not asked: ${after}`);
}
