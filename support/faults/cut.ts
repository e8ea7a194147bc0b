import type { Fault } from './fault';
import { Witness } from './witness';

/** The connections that exist are reset (RST), once; new ones are accepted. There is nothing to heal. */
export function cut(): Fault {
  let witness: Witness | undefined;
  let count = 0;
  return {
    name: 'cut',
    apply: async ({ proxy }) => {
      witness = await Witness.send(proxy);
      count = proxy.cut() - 1;
    },
    confirm: async () => {
      const ending = (await witness?.ending(2000)) ?? 'never opened';
      const seen = `a connection of the harness's own ended with ${ending}; ${count} of others were reset with it`;
      return { isConfirmed: ending === 'ECONNRESET', seen };
    },
    heal: async () => {
      await witness?.ending(0);
    },
  };
}
