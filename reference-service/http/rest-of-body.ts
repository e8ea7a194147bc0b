import type { IncomingMessage } from 'node:http';

/** How much of what nobody wants is read all the same, and for how long. */
export interface RestLimits {
  readonly bytes: number;
  readonly ms: number;
}

const usualLimits: RestLimits = { bytes: 16 * 1_048_576, ms: 2_000 };

/**
 * Reads on, and throws away, what a caller is still sending when the answer is out already and the connection is to close.
 * Closing with something unread resets the connection, and whoever is still sending then never sees why.
 * (RFC 9112, 9.6: close in stages.) Beyond the limits nobody is waited for.
 */
export function restOfBody(request: IncomingMessage, limits: RestLimits = usualLimits): Promise<void> {
  if (request.readableEnded || request.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    let bytes = 0;
    const count = (chunk: Buffer): void => {
      bytes += chunk.length;
      if (bytes > limits.bytes) finish();
    };
    const timer = setTimeout(finish, limits.ms);
    function finish(): void {
      clearTimeout(timer);
      request.off('data', count).off('end', finish).off('error', finish).off('close', finish);
      resolve();
    }
    request.on('data', count).once('end', finish).once('error', finish).once('close', finish);
    request.resume();
  });
}
