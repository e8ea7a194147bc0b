import type { Fault } from './fault';
import { answersNotItself } from './looks';

/** Every process of the server gets SIGSTOP: connections stay open, nothing answers, new ones are taken by the kernel. */
export const frozen = (): Fault => ({
  name: 'frozen',
  apply: (server) => server.freeze(),
  confirm: answersNotItself,
  heal: (server) => server.thaw(),
});
