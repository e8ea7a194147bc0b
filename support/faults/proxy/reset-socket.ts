import type { Socket } from 'node:net';

/**
 * Ends a connection with RST, whatever state it is in.
 *
 * `resetAndDestroy` while the end of the stream is still on its way out fails inside libuv and leaks the handle: `close`
 * never comes, and Node 20 then spins for ever when the process ends.
 */
export function resetSocket(socket: Socket): void {
  if (socket.connecting) {
    socket.destroy();
  } else if (!socket.writableEnded || socket.writableFinished) {
    socket.resetAndDestroy();
  } else if (socket.writableLength === 0) {
    socket.once('finish', () => socket.resetAndDestroy());
  } else {
    // What waits for a peer that does not read may never finish.
    socket.destroy();
  }
}
