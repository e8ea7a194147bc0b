/**
 * Waits no longer than this for an answer. A process that stood still itself is late with everything: what has arrived meanwhile
 * is read before anybody is called late. Timers come before sockets in a turn of the event loop, and what `setImmediate`
 * was given after them (https://nodejs.org/en/learn/asynchronous-work/event-loop-timers-and-nexttick).
 * @throws what the work throws, or that it timed out; then it may still be done.
 */
export function inTime<T>(work: Promise<T>, limitMs: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = (): void => reject(new Error('Command timed out'));
    const timer = setTimeout(() => setImmediate(() => setImmediate(late)), limitMs);
    const done = (): void => clearTimeout(timer);
    work.then(resolve, reject).finally(done);
  });
}
