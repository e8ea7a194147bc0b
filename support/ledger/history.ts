/*
 * The ledger stands in a folder of its own because two rooms share it: the users write into it what they asked and were
 * told, the probes read from it what must be true. It is pure: it starts nothing, asks nothing and knows no service.
 */

/** What is bought, of one article. */
export interface OrderLine {
  readonly article: string;
  readonly quantity: number;
  /** In cents, like every amount here. */
  readonly unitPriceCents: number;
}

/**
 * What somebody wants to be written. Text and reference are its *mark*, by which it is found again in the database and
 * in reads, whatever ids the service gives: no two payloads may share one.
 */
export type Payload =
  | { readonly kind: 'message'; readonly threadId: string; readonly text: string }
  | { readonly kind: 'order'; readonly reference: string; readonly lines: readonly OrderLine[] };

/**
 * What a user was told. *Acknowledged* is done or accepted. *Refused* is surely not done. *Unknown* is everything else:
 * sent, and no answer or none that says which.
 */
export type WriteOutcome = 'acknowledged' | 'refused' | 'unknown';

/** One request to write. Times are milliseconds on the users' one clock. */
export interface WriteAttempt {
  readonly id: string;
  readonly user: string;
  /** The idempotency key. Asking again keeps it. Keys of different users never meet. */
  readonly key: string;
  /** From 1, among those with this key and payload. */
  readonly attempt: number;
  readonly payload: Payload;
  /** Before the first byte was sent. */
  readonly invokedAtMs: number;
  /** When the user knew the outcome; Infinity when they never did. */
  readonly endedAtMs: number;
  readonly outcome: WriteOutcome;
  /** Acknowledged as accepted (202), to be applied later. */
  readonly isPending?: boolean;
}

/** A message as a user sees it. */
export interface SeenMessage {
  readonly text: string;
  /** Said to be accepted and not yet applied: where it will stand is not known yet. */
  readonly isPending?: boolean;
}

/** Where the service says that a read came from. A stale one is kept past its time and marked with its age. */
export type ReadSource = 'database' | 'fresh cache' | 'stale cache';

/** What a read was answered with. */
export type ReadAnswer =
  | {
      readonly kind: 'messages';
      readonly source: ReadSource;
      readonly ageMs?: number;
      /** In the order in which they were shown. */
      readonly messages: readonly SeenMessage[];
    }
  | { readonly kind: 'cannot be checked now' }
  /** The service says that there is no such thread. */
  | { readonly kind: 'does not exist' }
  | { readonly kind: 'refused'; readonly code: string };

/** One request to read a thread. Times are milliseconds on the users' one clock. */
export interface RecordedRead {
  readonly id: string;
  readonly user: string;
  /** What its user takes to be one stretch of use: in it nothing may go back. */
  readonly session: string;
  readonly threadId: string;
  readonly invokedAtMs: number;
  readonly endedAtMs: number;
  readonly answer: ReadAnswer;
}

/** A thread as its rows say, by ascending position. */
export interface StoredThread {
  readonly threadId: string;
  readonly messages: readonly { readonly position: number; readonly text: string }[];
}

/**
 * Everything in the database, read past the service. The rows of orders are kept apart as the database keeps them, so
 * that a transaction that was torn shows.
 */
export interface AuthoritativeReading {
  readonly threads: readonly StoredThread[];
  readonly orders: readonly {
    readonly orderId: string;
    readonly owner: string;
    readonly reference: string;
    readonly totalCents: number;
  }[];
  readonly lines: readonly (OrderLine & { readonly orderId: string })[];
  readonly events: readonly { readonly orderId: string; readonly totalCents: number }[];
}

/** An accepted write that the service would not apply later. */
export interface RejectedWrite {
  readonly key: string;
  /** The mark of the payload. */
  readonly mark: string;
  readonly because: 'key used with another payload' | 'thread of another user' | 'set aside';
  /** The users who have been seen to be told. */
  readonly reportedTo: readonly string[];
}

/** A stretch in which the fault was confirmed. Milliseconds on the users' clock; `toMs` is Infinity if it never ended. */
export interface Outage {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * Everything that happened to the users' data in a run. Source of the idea: P. Alvaro and K. Kingsbury, "Elle", VLDB 2020,
 * and the checkers of Jepsen: no claim is believed but those made to users, and all of those are held against the end.
 */
export interface LedgerHistory {
  /** Whose every thread is. */
  readonly threads: readonly { readonly id: string; readonly owner: string }[];
  /** In any order; all of them, whatever came of them. */
  readonly writes: readonly WriteAttempt[];
  /** In any order. */
  readonly reads: readonly RecordedRead[];
  /** By time, not overlapping. */
  readonly outages: readonly Outage[];
  /**
   * When the storage of the service's journal was destroyed, if it was: writes pending then may be lost, but the loss
   * must be declared. Everywhere else a declaration excuses nothing.
   */
  readonly journalDestroyedAtMs?: number;
  /** Read when all had recovered, and before any unknown write was asked again: repeating one heals a loss. */
  readonly afterRecovery: AuthoritativeReading;
  /** The unknown writes asked again, with key and payload as they were. */
  readonly repeats: readonly WriteAttempt[];
  /** Read after the repeats. */
  readonly afterRepeats: AuthoritativeReading;
  /** The keys of the writes that the service declared lost. */
  readonly declaredLost: readonly string[];
  readonly rejectedAfterAcceptance: readonly RejectedWrite[];
}

/** By what a payload is found again. */
export function markOf(payload: Payload): string {
  return payload.kind === 'message' ? payload.text : payload.reference;
}
