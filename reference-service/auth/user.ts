/** What an account can include, by the name of the operation. */
export const permissions = ['ask', 'summarise', 'read', 'write', 'order'] as const;

export type Permission = (typeof permissions)[number];

/** Somebody who may use the service. */
export interface User {
  readonly name: string;
  readonly plan: 'paying' | 'trial';
  readonly may: ReadonlySet<Permission>;
}

/** How a user is configured. Tokens are kept only as hashes. */
export interface UserConfiguration {
  readonly name: string;
  readonly plan: User['plan'];
  readonly token: string;
  /** What the account includes; left out: everything. */
  readonly may?: readonly Permission[];
  /** From then on the token is worth nothing, ISO 8601; left out: never. */
  readonly expiresAt?: string;
}

/** @throws a message naming the first thing that is wrong with a list of users. It never shows a token. */
export function demandUsers(users: unknown): asserts users is UserConfiguration[] {
  if (!Array.isArray(users) || users.length === 0)
    throw new Error('users must name at least one user with a token');
  users.forEach(demandUser);
  if (new Set(users.map(({ token }) => token)).size < users.length)
    throw new Error('users must differ in their tokens; give each a token of its own');
}

function demandUser(user: unknown, index: number): void {
  const { name, plan, token, may, expiresAt } = (user ?? {}) as Partial<UserConfiguration>;
  const who = typeof name === 'string' && name !== '' ? `user "${name}"` : `user number ${index + 1}`;
  if (who.startsWith('user number')) throw new Error(`${who} needs a "name"; got ${JSON.stringify(name)}`);
  if (plan !== 'paying' && plan !== 'trial')
    throw new Error(`${who}: plan must be paying or trial; got ${JSON.stringify(plan)}`);
  if (typeof token !== 'string' || !/^\S+$/.test(token))
    throw new Error(
      `${who} needs a "token" without spaces; got ${token === undefined ? 'none' : 'something else'}`,
    );
  if (may !== undefined && !(Array.isArray(may) && may.every((each) => permissions.includes(each))))
    throw new Error(`${who}: may must list some of ${permissions.join(', ')}; got ${JSON.stringify(may)}`);
  if (expiresAt !== undefined && !isTime(expiresAt))
    throw new Error(
      `${who}: expiresAt must be a time as in ISO 8601, such as 2030-01-31T12:00:00Z; got ${JSON.stringify(expiresAt)}`,
    );
}

function isTime(text: unknown): boolean {
  return typeof text === 'string' && /^\d{4}-\d\d-\d\dT/.test(text) && !Number.isNaN(Date.parse(text));
}
