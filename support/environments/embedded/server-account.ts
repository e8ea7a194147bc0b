import { statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname } from 'node:path';

/** Under whom a server runs. */
export interface ServerAccount {
  readonly uid: number;
  readonly gid: number;
}

/** By convention nobody's; needs no entry in the user database. */
const nobody: ServerAccount = { uid: 65534, gid: 65534 };

/** PostgreSQL refuses to run as root; everybody else runs it as themselves (`undefined`). */
export function postgresAccount(): ServerAccount | undefined {
  return userInfo().uid === 0 ? nobody : undefined;
}

/** The first folder on the way to `path`, `path` included, through which the account may not pass. */
export function obstacleFor(account: ServerAccount | undefined, path: string): string | undefined {
  if (account === undefined) return undefined;
  const above = dirname(path) === path ? undefined : obstacleFor(account, dirname(path));
  return above ?? (mayPass(account, path) ? undefined : path);
}

function mayPass({ uid, gid }: ServerAccount, path: string): boolean {
  const { mode, uid: owner, gid: group } = statSync(path);
  const bit = owner === uid ? 0o100 : group === gid ? 0o010 : 0o001;
  return (mode & bit) !== 0;
}
