import type { ServerKind } from '../environments/environment';
import { blackHoled } from './black-holed';
import { credentialsRejected } from './credentials-rejected';
import { cut } from './cut';
import { emptied } from './emptied';
import { evicting } from './evicting';
import type { Fault } from './fault';
import { frozen } from './frozen';
import { killed } from './killed';
import { outOfMemory } from './out-of-memory';
import { readOnly } from './read-only';
import { refused } from './refused';
import { restarted } from './restarted';
import { savingSilently } from './saving-silently';
import { shortOfConnections } from './short-of-connections';
import { slow } from './slow';
import { storageDestroyed } from './storage-destroyed';
import { unsynced } from './unsynced';

/** The faults by the names that features use. A new fault is a file of its own and a line here. */
const makers: Readonly<Record<string, () => Fault>> = {
  'black-holed': blackHoled,
  'credentials-rejected': credentialsRejected,
  cut,
  emptied,
  evicting,
  frozen,
  killed,
  'out-of-memory': outOfMemory,
  'read-only': readOnly,
  refused,
  restarted,
  'saving-silently': savingSilently,
  'short-of-connections': shortOfConnections,
  slow,
  'storage-destroyed': storageDestroyed,
  unsynced,
};

/** Every name, sorted. */
export const faultNames: readonly string[] = Object.keys(makers).sort();

/** Those that fit servers of this kind, sorted. */
export function faultNamesFor(kind: ServerKind): string[] {
  return faultNames.filter((name) => faultNamed(name).fits?.includes(kind) ?? true);
}

/** A new fault of this name. @throws when there is none, naming those there are. */
export function faultNamed(name: string): Fault {
  const make = Object.hasOwn(makers, name) ? makers[name] : undefined;
  if (make === undefined)
    throw new Error(`No fault named "${name}"; expected one of: ${faultNames.join(', ')}`);
  return make();
}
