import type { UserSettings } from '../environments/service/service-settings';

/** What an account can include, in the specification's words. */
export const operations = ['ask', 'summarise', 'read', 'write', 'order'] as const;

export type Operation = (typeof operations)[number];

/** What can be tried: what an account can include, and looking at one's own usage, which every account may. */
export type Deed = Operation | 'look at usage';

/** A user by name, with what the account includes. */
interface Persona extends UserSettings {
  readonly may: readonly Operation[];
}

const named = <Name extends string>(
  name: Name,
  plan: UserSettings['plan'],
  ...may: Operation[]
): Persona & { name: Name } => ({ name, plan, token: `token-of-${name.toLowerCase()}`, may });

/** The ten users of the specification, by name. Tokens are worth nothing outside a run. */
export const personas = {
  Ada: named('Ada', 'paying', ...operations),
  Ben: named('Ben', 'trial', ...operations),
  Cleo: named('Cleo', 'paying', ...operations),
  Dan: named('Dan', 'trial', ...operations),
  /** Reads along. */
  Eve: named('Eve', 'paying', 'read'),
  /** Tries the assistant out. */
  Finn: named('Finn', 'trial', 'ask'),
  /** Talks with others and the assistant, and buys nothing. */
  Gia: named('Gia', 'paying', 'ask', 'summarise', 'read', 'write'),
  /** Buys, and leaves the assistant alone. */
  Hugo: named('Hugo', 'paying', 'read', 'order'),
  /** Asks and reads. */
  Ida: named('Ida', 'trial', 'ask', 'read'),
  /** Has an account that includes nothing at the moment. */
  Jon: named('Jon', 'paying'),
};

export type PersonaName = keyof typeof personas;

export const personaNames = Object.keys(personas) as PersonaName[];

/** Those whose accounts include everything. */
export const customers = personaNames.filter((name) => personas[name].may.length === operations.length);

export type Plan = UserSettings['plan'];

/** One of the customers who have this plan; each in turn. */
export function personaWith(plan: Plan, turn: number): PersonaName {
  const names = customers.filter((name) => personas[name].plan === plan);
  return names[turn % names.length] as PersonaName;
}
