/** Resolves after `ms`, or as soon as `signal` is aborted; never rejects. Without `ms`, only the signal ends it. */
export function wait(signal: AbortSignal, ms?: number): Promise<void> {
  if (signal.aborted || (ms !== undefined && ms <= 0)) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = ms === undefined ? undefined : setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
  });
}
