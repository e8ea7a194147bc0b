import { UserError } from '../errors/user-error';
import { ProviderFailure } from '../providers/provider-failure';

/**
 * Waits out a backoff.
 * @throws UserError as soon as the caller has gone.
 */
export function pause(waitMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      clearTimeout(timer);
      const cause = new ProviderFailure('cancelled', 'the caller has gone');
      reject(new UserError('given_up', { cause }));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    }, waitMs);
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
}
