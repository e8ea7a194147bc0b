import { createHash } from 'node:crypto';
import { permissions, type User, type UserConfiguration } from './user';

interface Holder {
  readonly user: User;
  /** Milliseconds since the epoch. */
  readonly expiresAtMs: number;
}

/** Who holds which bearer token, and what they may do. Kept in memory, so that it holds whatever is out. */
export class Users {
  #byTokenHash: ReadonlyMap<string, Holder> = new Map();
  #onReplaced: () => void = () => {};

  constructor(configured: readonly UserConfiguration[]) {
    this.replace(configured);
  }

  /** From now on these are all. */
  replace(configured: readonly UserConfiguration[]): void {
    this.#byTokenHash = new Map(configured.map((each) => [hashOf(each.token), holderOf(each)]));
    this.#onReplaced();
  }

  /** Calls back each time that others count from then on. */
  whenReplaced(listener: () => void): void {
    this.#onReplaced = listener;
  }

  /**
   * @param authorization the header's value.
   * @returns the user; `expired` for a token that was one's and no longer counts; undefined for a stranger.
   */
  withAuthorization(authorization: string | undefined): User | 'expired' | undefined {
    const token = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1];
    const holder = token === undefined ? undefined : this.#byTokenHash.get(hashOf(token));
    if (!holder) return undefined;
    // By the clock on the wall, as whoever issued it.
    return Date.now() < holder.expiresAtMs ? holder.user : 'expired';
  }
}

function holderOf({ name, plan, may = permissions, expiresAt }: UserConfiguration): Holder {
  return {
    user: { name, plan, may: new Set(may) },
    expiresAtMs: expiresAt === undefined ? Number.POSITIVE_INFINITY : Date.parse(expiresAt),
  };
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64');
}
