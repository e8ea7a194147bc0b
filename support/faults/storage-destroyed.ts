import type { Fault } from './fault';
import { hasMark, leaveMark } from './mark';

/** Redis dies, loses what it had made durable, and is started again, empty. There is nothing to heal. */
export function storageDestroyed(): Fault {
  let isMarked = false;
  return {
    name: 'storage-destroyed',
    fits: ['redis'],
    apply: async (server) => {
      await leaveMark(server);
      isMarked = await hasMark(server);
      await server.kill();
      await server.destroyStorage();
      await server.start();
    },
    confirm: async (server) => {
      const isGone = !(await hasMark(server));
      const seen = isMarked ? `is ${isGone ? 'gone' : 'still there'}` : 'was never written';
      return {
        isConfirmed: isMarked && isGone,
        seen: `a key of the harness's own, which had been made durable, ${seen}`,
      };
    },
    // Half-way it is a kill.
    heal: (server) => server.start(),
  };
}
