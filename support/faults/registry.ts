import { blackHoled } from './black-holed';
import { cut } from './cut';
import type { Fault } from './fault';
import { frozen } from './frozen';
import { killed } from './killed';
import { refused } from './refused';
import { restarted } from './restarted';
import { slow } from './slow';

/** The faults by the names that features use. A new fault is a file of its own and a line here. */
const makers: Readonly<Record<string, () => Fault>> = {
  'black-holed': blackHoled,
  cut,
  frozen,
  killed,
  refused,
  restarted,
  slow,
};

/** Every name, sorted. */
export const faultNames: readonly string[] = Object.keys(makers).sort();

/** A new fault of this name. @throws when there is none, naming those there are. */
export function faultNamed(name: string): Fault {
  const make = Object.hasOwn(makers, name) ? makers[name] : undefined;
  if (make === undefined)
    throw new Error(`No fault named "${name}"; expected one of: ${faultNames.join(', ')}`);
  return make();
}
