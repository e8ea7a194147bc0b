import { AsyncLocalStorage } from 'node:async_hooks';

const signals = new AsyncLocalStorage<AbortSignal | undefined>();
let isWatching = false;

/**
 * Makes the abort signal of every `fetch` in this process known to whoever plays its answer.
 * nock shows the playing side nothing of the caller, so without this a hanging request that was given up long ago
 * would look like one in flight. Once for the process: nock has patched `fetch` for its lifetime too.
 */
export function watchCallerSignals(): void {
  if (isWatching) return;
  isWatching = true;
  const fetchBefore = globalThis.fetch;
  globalThis.fetch = (input, init) =>
    signals.run(init?.signal ?? (input instanceof Request ? input.signal : undefined), () =>
      fetchBefore(input, init),
    );
}

/** The signal of the `fetch` on whose behalf this is called, if it has one. */
export function callerSignal(): AbortSignal | undefined {
  return signals.getStore();
}
