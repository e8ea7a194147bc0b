import type { Fault } from './fault';
import { meetsAtTheProxy } from './looks';

/** The network refuses connections to the server and resets those that exist; the server itself is well. */
export const refused = (): Fault => ({
  name: 'refused',
  apply: (server) => server.proxy.down(),
  confirm: (server) => meetsAtTheProxy(server, 'refused'),
  heal: (server) => server.proxy.up(),
});
