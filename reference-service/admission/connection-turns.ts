import { nowMs } from '../clock';
import { UserError } from '../errors/user-error';
import { HoldingQueue, type Waiting } from '../queue/holding-queue';
import type { StorageClass } from '../queue/priority';

/** Who asks for a place. */
export interface Applicant {
  readonly priority: StorageClass;
  /** Fires when nobody waits for the answer any more. */
  readonly gone?: AbortSignal;
}

/** What became of somebody who had to wait, or was not let wait. */
export type TurnOutcome = 'let on' | 'full' | 'displaced' | 'too late' | 'given up';

/** Who is told of those who had to wait. */
export interface TurnWatch {
  left(priority: StorageClass, outcome: TurnOutcome, waitedMs: number): void;
  /** Refusing has begun, or nobody has been refused for a while. */
  shedding(isShedding: boolean): void;
}

/** Gives a place back. */
export type GiveBack = (isDone: boolean) => void;

export interface TurnPolicy {
  /** How many work at once. */
  readonly places: number;
  /** How many wait at most. */
  readonly capacity: number;
  /** Nobody waits longer. */
  readonly maxWaitMs: number;
  /** Each so manieth turn goes to whoever has waited longest, whatever the class; 0: never. */
  readonly oldestEvery: number;
  /** For so long after the last refusal it is said that people are refused. */
  readonly tellForMs: number;
}

interface Ticket extends Waiting {
  letOn(): void;
  refuse(outcome: Exclude<TurnOutcome, 'let on'>): void;
}

/** How much of the average the last one counts for. */
const smoothing = 0.1;

/**
 * Who works with the database when more want to than there are connections: what earns money first, what is done on the
 * side last, paying users before trial users, and within a class who came first. Nobody is let wait in vain: whoever
 * cannot have a turn in time is refused at once, before anything was asked of the database.
 */
export class ConnectionTurns {
  readonly #policy: TurnPolicy;
  readonly #watch: TurnWatch;
  readonly #queue: HoldingQueue<Ticket>;
  #taken = 0;
  /** How long a place is taken, on average, by work that succeeds. */
  #workMs = 0;
  #toldUntil: NodeJS.Timeout | undefined;

  constructor(policy: TurnPolicy, watch: TurnWatch) {
    this.#policy = policy;
    this.#watch = watch;
    this.#queue = new HoldingQueue(policy.capacity, policy.oldestEvery);
  }

  /** How many wait, by class. */
  waiting(): ReadonlyMap<StorageClass, number> {
    const counts = new Map<StorageClass, number>();
    for (const { priority } of this.#queue.waiting()) {
      const storageClass = priority as StorageClass;
      counts.set(storageClass, (counts.get(storageClass) ?? 0) + 1);
    }
    return counts;
  }

  /** Whether somebody was refused just now. */
  get isShedding(): boolean {
    return this.#toldUntil !== undefined;
  }

  /**
   * Waits for a place.
   * @returns what gives it back, and is told whether the work succeeded; to be called once. @throws UserError `too_busy` when there is none in time.
   */
  async take(applicant: Applicant): Promise<GiveBack> {
    if (this.#taken < this.#policy.places && this.#queue.size === 0) return this.#begin();
    return new Promise((resolve, reject) => this.#wait(applicant, resolve, reject));
  }

  /** Whoever waits is let go, one after another as places are given back; nothing is told any more. */
  stop(): void {
    clearTimeout(this.#toldUntil);
  }

  #begin(): GiveBack {
    this.#taken += 1;
    const sinceMs = nowMs();
    return (isDone) => {
      this.#taken -= 1;
      // How long an outage was waited for says nothing about the time after it.
      if (isDone) this.#note(nowMs() - sinceMs);
      this.#letOn();
    };
  }

  #note(tookMs: number): void {
    this.#workMs = this.#workMs === 0 ? tookMs : this.#workMs + smoothing * (tookMs - this.#workMs);
  }

  #letOn(): void {
    while (this.#taken < this.#policy.places && this.#queue.size > 0) this.#queue.next()?.letOn();
  }

  #wait(
    applicant: Applicant,
    resolve: (giveBack: GiveBack) => void,
    reject: (error: UserError) => void,
  ): void {
    const ticket = this.#ticket(applicant, resolve, reject);
    if (applicant.gone?.aborted) ticket.refuse('given up');
    else if (this.#comesInMs(ticket) > this.#policy.maxWaitMs) ticket.refuse('too late');
    else {
      const offer = this.#queue.offer(ticket);
      if (!offer.held) ticket.refuse('full');
      else offer.displaced?.refuse('displaced');
    }
  }

  /** When this one's turn comes at the earliest, by how long turns took so far. */
  #comesInMs(ticket: Ticket): number {
    return ((this.#queue.aheadOf(ticket) + 1) * this.#workMs) / this.#policy.places;
  }

  #ticket(
    { priority, gone }: Applicant,
    resolve: (giveBack: GiveBack) => void,
    reject: (error: UserError) => void,
  ): Ticket {
    const arrivedAtMs = nowMs();
    const leave = (outcome: TurnOutcome): void => {
      clearTimeout(patience);
      gone?.removeEventListener('abort', onGone);
      this.#queue.remove(ticket);
      this.#watch.left(priority, outcome, nowMs() - arrivedAtMs);
    };
    const ticket: Ticket = {
      priority,
      arrivedAtMs,
      letOn: () => {
        leave('let on');
        resolve(this.#begin());
      },
      refuse: (outcome) => {
        leave(outcome);
        if (outcome !== 'given up') this.#tellOfShedding();
        reject(new UserError('too_busy', { retryAfterMs: Math.max(1_000, 2 * this.#policy.maxWaitMs) }));
      },
    };
    const onGone = (): void => ticket.refuse('given up');
    const patience = setTimeout(() => ticket.refuse('too late'), this.#policy.maxWaitMs);
    gone?.addEventListener('abort', onGone, { once: true });
    return ticket;
  }

  #tellOfShedding(): void {
    const begins = !this.isShedding;
    clearTimeout(this.#toldUntil);
    this.#toldUntil = setTimeout(() => {
      this.#toldUntil = undefined;
      this.#watch.shedding(false);
    }, this.#policy.tellForMs);
    this.#toldUntil.unref();
    if (begins) this.#watch.shedding(true);
  }
}
