import { createHash } from 'node:crypto';

/** Somebody who may use the service. */
export interface User {
  name: string;
  plan: 'paying' | 'trial';
}

/** How a user is configured. Tokens are kept only as hashes. */
export interface UserConfiguration extends User {
  token: string;
}

/** Who holds which bearer token. Kept in memory, so that it holds whatever is out. */
export class Users {
  readonly #byTokenHash: Map<string, User>;

  constructor(configured: readonly UserConfiguration[]) {
    this.#byTokenHash = new Map(configured.map(({ token, ...user }) => [hashOf(token), user]));
  }

  /** @param authorization the header's value. */
  withAuthorization(authorization: string | undefined): User | undefined {
    const token = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1];
    return token === undefined ? undefined : this.#byTokenHash.get(hashOf(token));
  }
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64');
}
