import type { Fault } from './fault';
import { type Answer, describeAnswer } from './questions/answer';
import { ask } from './questions/ask';

const patienceMs = 5000;

/** Killed and started again at once: connections die, what had been made durable stays. There is nothing to heal. */
export function restarted(): Fault {
  let before: Answer | undefined;
  return {
    name: 'restarted',
    // ClickHouse tells its lives apart by the second only.
    fits: ['postgresql', 'redis'],
    apply: async (server) => {
      before = await ask(server.directUrl, patienceMs);
      await server.kill();
      await server.start();
    },
    confirm: async (server) => {
      const after = await ask(server.directUrl, patienceMs);
      if (before?.kind !== 'answered' || after.kind !== 'answered') {
        const seen = `before: ${before ? describeAnswer(before) : 'not asked'}; after: ${describeAnswer(after)}`;
        return { isConfirmed: false, seen };
      }
      return {
        isConfirmed: before.incarnation !== after.incarnation,
        seen: `asked past the proxy: ran as ${before.incarnation} before, as ${after.incarnation} after`,
      };
    },
    // Half-way it is a kill.
    heal: (server) => server.start(),
  };
}
