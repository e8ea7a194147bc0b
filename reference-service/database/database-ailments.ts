import type { Policy } from '../policy';

/**
 * What a database can suffer from that still answers. Users are told of it, so each change is told at once; the breaker
 * knows only whether it answers as it should.
 */
export class DatabaseAilments {
  readonly #policy: Policy['database'];
  readonly #onChange: () => void;
  #isReadOnly = false;
  #isShortOfConnections = false;
  #rejectsCredentials = false;
  #slowChecks = 0;

  /** @param onChange is told whenever one of them comes or goes. */
  constructor(policy: Policy['database'], onChange: () => void) {
    this.#policy = policy;
    this.#onChange = onChange;
  }

  /** It takes no writes. */
  get isReadOnly(): boolean {
    return this.#isReadOnly;
  }

  /** It grants no connection, or fewer than are to be kept. */
  get isShortOfConnections(): boolean {
    return this.#isShortOfConnections;
  }

  /** It takes longer for its answers than it may, and not just once. */
  get isSlow(): boolean {
    return this.#slowChecks >= this.#policy.slowChecks;
  }

  /** Writes were taken or refused. */
  noteWritability(isWritable: boolean): void {
    if (this.#isReadOnly !== isWritable) return;
    this.#isReadOnly = !isWritable;
    this.#onChange();
  }

  /** How long the smallest of questions took, milliseconds. */
  noteRoundTrip(tookMs: number): void {
    const wasSlow = this.isSlow;
    this.#slowChecks = tookMs < this.#policy.slowMs ? 0 : this.#slowChecks + 1;
    if (this.isSlow !== wasSlow) this.#onChange();
  }

  /**
   * It failed like this: the last failure tells what ails it.
   * @returns whether it rejects its credentials for the first time since it last did not: staff must hear of it once.
   */
  noteFailure(error: unknown): boolean {
    const wasRejecting = this.#rejectsCredentials;
    this.#rejectsCredentials = isPersistentFailure(error);
    this.#noteShortage(isShortage(error));
    return this.#rejectsCredentials && !wasRejecting;
  }

  /** It did what was asked of it. @param isWhole whether there are as many connections as are to be kept. */
  noteSuccess(isWhole: boolean): void {
    this.#rejectsCredentials = false;
    if (isWhole) this.#noteShortage(false);
  }

  #noteShortage(isShort: boolean): void {
    if (this.#isShortOfConnections === isShort) return;
    this.#isShortOfConnections = isShort;
    this.#onChange();
  }
}

/** It will not work before somebody acts: user, password or database are not what they were. Classes 28 and 3D. */
export function isPersistentFailure(error: unknown): boolean {
  return /^(28|3D)...$/.test((error as { code?: string }).code ?? '');
}

/** https://www.postgresql.org/docs/current/errcodes-appendix.html: too_many_connections. */
function isShortage(error: unknown): boolean {
  return (error as { code?: string }).code === '53300';
}
