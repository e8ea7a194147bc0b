/** Resolves after `ms`, never earlier, or as soon as `signal` is aborted; never rejects. Without `ms`, only the signal ends it. */
export function wait(signal: AbortSignal, ms?: number): Promise<void> {
  if (signal.aborted || (ms !== undefined && ms <= 0)) return Promise.resolve();
  const endsAtMs = ms === undefined ? Number.POSITIVE_INFINITY : performance.now() + ms;
  return new Promise((resolve) => {
    let timer: NodeJS.Timeout | undefined;
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const look = () => {
      // A timer counts from when the turn of the event loop began, and so fires early after a busy one.
      const leftMs = endsAtMs - performance.now();
      if (leftMs <= 0) done();
      else timer = setTimeout(look, leftMs);
    };
    if (ms !== undefined) look();
    signal.addEventListener('abort', done, { once: true });
  });
}
