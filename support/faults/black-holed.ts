import type { Fault } from './fault';
import type { ActiveToxic } from './fault-proxy';
import { meetsAtTheProxy } from './looks';
import { timeout } from './toxics/timeout';

/** Nothing passes between service and server, on old connections and new ones, and nobody is told. */
export function blackHoled(): Fault {
  let hole: ActiveToxic | undefined;
  return {
    name: 'black-holed',
    apply: async ({ proxy }) => {
      hole = proxy.add(timeout());
    },
    confirm: (server) => meetsAtTheProxy(server, 'silent'),
    heal: async () => hole?.remove(),
  };
}
