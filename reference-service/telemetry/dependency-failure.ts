import type { Log } from './log';
import { type RequestStory, requestStory } from './request-story';

/** One call that PostgreSQL, Redis or ClickHouse did not answer as it should. */
export interface DependencyFailure {
  readonly dependency: 'database' | 'redis' | 'clickhouse';
  readonly isPersistent: boolean;
  /** Without addresses, statements or their values. */
  readonly cause: string;
}

/** Writes it down once, with whom it concerned; what concerned no user was a check or work on the side. Nothing is repeated. */
export function recordDependencyFailure(log: Log, failure: DependencyFailure): void {
  const { dependency, isPersistent, cause } = failure;
  const context = {
    event: 'dependency.failed',
    operation: 'upkeep',
    ...toldOf(requestStory.getStore()),
    dependency,
    attempt: 1,
    class: isPersistent ? 'persistent' : 'transient',
    cause,
  };
  log.warn(context, `a call to the ${dependency} failed: ${cause}`);
}

function toldOf(story: RequestStory | undefined): object {
  if (!story) return {};
  const { requestId, user, operation, serviceLevel } = story;
  return { requestId, user, operation, serviceLevel };
}
