import { AsyncLocalStorage } from 'node:async_hooks';
import type { User } from '../auth/user';

/** For whom, and as part of what, something is done at the moment. */
export interface RequestStory {
  readonly requestId: string;
  readonly user: string;
  readonly operation: string;
  readonly plan: User['plan'];
  /** Fires when the caller hangs up before the whole answer is out. */
  readonly gone: AbortSignal;
  /** When the request came. */
  readonly serviceLevel: string;
}

/** Follows a request to wherever it is worked on, so that a failure far below can say whom it concerned. */
export const requestStory = new AsyncLocalStorage<RequestStory>();
