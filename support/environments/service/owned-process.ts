import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { nowMs } from '../../evidence/now';
import { freezeTree, identityOf, killTree, thawTree } from '../run/processes';
import type { Ending, ServiceProcess } from './running-service';

/** A child process as what a scenario may do to it. */
export interface OwnedProcess extends ServiceProcess {
  readonly hasEnded: boolean;
}

/** @param child one that was just spawned. */
export function ownedProcess(child: ChildProcess): OwnedProcess {
  const identity = child.pid === undefined ? undefined : identityOf(child.pid);
  let hasEnded = false;
  const ended = once(child, 'exit').then(
    ([code, signal]): Ending => {
      hasEnded = true;
      return { code, signal, atMs: nowMs() };
    },
    // It could not even be started; whoever waits for its first words is told why.
    (): Ending => ({ code: 1, signal: null, atMs: nowMs() }),
  );
  return {
    ended,
    get hasEnded() {
      return hasEnded;
    },
    kill: async () => {
      if (identity) await killTree(identity);
      // Taken note of, or the kernel keeps it as a zombie.
      await ended;
    },
    askToStop: () => {
      child.kill('SIGTERM');
    },
    freeze: async () => {
      if (identity) await freezeTree(identity);
    },
    thaw: () => {
      if (identity) thawTree(identity);
    },
  };
}
