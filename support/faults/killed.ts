import type { Fault } from './fault';
import { answersNotItself } from './looks';

/** Every process of the server gets SIGKILL. Heals by starting it again, with the data it had made durable. */
export const killed = (): Fault => ({
  name: 'killed',
  apply: (server) => server.kill(),
  confirm: answersNotItself,
  heal: (server) => server.start(),
});
