import { nowMs } from '../clock';
import { UserError } from '../errors/user-error';
import type { QueuePolicy } from '../policy';
import { ProviderFailure } from '../providers/provider-failure';
import type { CallBounds } from '../providers/supervised-call';
import type { Entry, GuardedProvider } from '../routing/guarded-provider';
import { HoldingQueue, type Waiting } from './holding-queue';
import type { PriorityClass } from './priority';
import { togetherInMs } from './together-in-ms';

/** Who is held back. */
export interface HeldCaller extends CallBounds, Waiting {
  readonly priority: PriorityClass;
}

/** The right to one call, given to whoever's turn it was. It must be used. */
export interface Turn {
  guarded: GuardedProvider;
  entry: Entry;
}

/** Why somebody is no longer in the queue, or was never taken in. */
export type QueueOutcome = 'let on' | 'full' | 'displaced' | 'too late' | 'given up';

/** What whoever counts is told. */
export interface QueueWatch {
  left(priority: PriorityClass, outcome: QueueOutcome, waitedMs: number): void;
}

interface Ticket extends Waiting {
  readonly priority: PriorityClass;
  readonly caller: HeldCaller;
  /** Whose turns this one can use. */
  readonly providers: ReadonlySet<GuardedProvider>;
  letOn(turn: Turn): void;
  refuse(error: UserError, outcome: QueueOutcome): void;
}

/**
 * Holds questions back while providers want to be left alone, and lets them on one by one, at the first provider that
 * takes one. Nobody is held who cannot be served in time, and nobody for longer than the policy says.
 */
export class Turns {
  readonly #providers: readonly GuardedProvider[];
  readonly #policy: QueuePolicy;
  readonly #watch: QueueWatch;
  readonly #queue: HoldingQueue<Ticket>;
  #timer: NodeJS.Timeout | undefined;
  #isLettingOn = false;

  constructor(providers: readonly GuardedProvider[], policy: QueuePolicy, watch: QueueWatch) {
    this.#providers = providers;
    this.#policy = policy;
    this.#watch = watch;
    this.#queue = new HoldingQueue(policy.capacity, policy.oldestEvery);
  }

  /** How many wait, by class. */
  waiting(): ReadonlyMap<PriorityClass, number> {
    const counts = new Map<PriorityClass, number>();
    for (const { priority } of this.#queue.waiting()) counts.set(priority, (counts.get(priority) ?? 0) + 1);
    return counts;
  }

  get isAnybodyWaiting(): boolean {
    return this.#queue.size > 0;
  }

  /**
   * Waits for a turn at one of these providers.
   * @throws UserError `assistant_rate_limited` when it cannot come in time, `assistant_queue_full` when there is no room
   * or a higher class needs it, `given_up` when the caller has gone.
   */
  hold(caller: HeldCaller, providers: ReadonlySet<GuardedProvider>): Promise<Turn> {
    return new Promise((resolve, reject) => {
      const ticket = this.#ticket(caller, providers, resolve, reject);
      if (caller.signal.aborted) {
        ticket.refuse(givenUp(), 'given up');
        return;
      }
      const comesInMs = this.#turnInMs(ticket);
      if (nowMs() + comesInMs > this.#patienceUntilMs(caller)) {
        ticket.refuse(tooLate(comesInMs), 'too late');
        return;
      }
      const offer = this.#queue.offer(ticket);
      if (!offer.held) {
        ticket.refuse(full(this.#wholeQueueMs(ticket)), 'full');
        return;
      }
      offer.displaced?.refuse(full(this.#wholeQueueMs(ticket)), 'displaced');
      this.changed();
    });
  }

  /** To be called whenever a limit, a breaker or a place may have changed. */
  changed(): void {
    if (this.#queue.size === 0 || this.#isLettingOn) return;
    this.#isLettingOn = true;
    this.#refuseTheHopeless();
    const againInMs = this.#letOn();
    this.#isLettingOn = false;
    clearTimeout(this.#timer);
    if (this.#queue.size === 0) return;
    this.#timer = setTimeout(() => this.changed(), Math.max(1, Math.ceil(againInMs)));
    this.#timer.unref();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  /** @returns after how many milliseconds it is worth trying again. */
  #letOn(): number {
    const waits: number[] = [];
    for (const guarded of this.#providers) {
      const suits = ({ providers }: Ticket): boolean => providers.has(guarded);
      while (this.#queue.waiting().some(suits)) {
        const entry = guarded.enter('turn');
        if (!('permit' in entry)) {
          waits.push(entry.retryAfterMs);
          break;
        }
        this.#queue.next(suits)?.letOn({ guarded, entry });
      }
    }
    return Math.min(1_000, ...waits);
  }

  /** Those whose turn can no longer come in time leave at once, not when their time is over. */
  #refuseTheHopeless(): void {
    const waitedFor = this.#waitedFor();
    const lastComesInMs = Math.max(
      togetherInMs(waitedFor, this.#queue.size),
      ...waitedFor.map((guarded) => guarded.turnInMs(1)),
    );
    for (const ticket of [...this.#queue.waiting()]) {
      if (nowMs() + lastComesInMs <= this.#patienceUntilMs(ticket.caller)) continue;
      const comesInMs = this.#turnInMs(ticket, waitedFor);
      if (nowMs() + comesInMs > this.#patienceUntilMs(ticket.caller))
        ticket.refuse(tooLate(comesInMs), 'too late');
    }
  }

  #ticket(
    caller: HeldCaller,
    providers: ReadonlySet<GuardedProvider>,
    resolve: (turn: Turn) => void,
    reject: (error: UserError) => void,
  ): Ticket {
    const heldSinceMs = nowMs();
    const { priority, arrivedAtMs } = caller;
    const leave = (outcome: QueueOutcome): void => {
      clearTimeout(patience);
      caller.signal.removeEventListener('abort', onAbort);
      this.#queue.remove(ticket);
      this.#watch.left(priority, outcome, nowMs() - heldSinceMs);
    };
    const ticket: Ticket = {
      priority,
      arrivedAtMs,
      caller,
      providers,
      letOn: (turn) => {
        leave('let on');
        resolve(turn);
      },
      refuse: (error, outcome) => {
        leave(outcome);
        reject(error);
      },
    };
    const onAbort = (): void => ticket.refuse(givenUp(), 'given up');
    const patience = setTimeout(
      () => ticket.refuse(tooLate(this.#turnInMs(ticket)), 'too late'),
      Math.max(1, this.#patienceUntilMs(caller) - heldSinceMs),
    );
    caller.signal.addEventListener('abort', onAbort, { once: true });
    return ticket;
  }

  #patienceUntilMs({ deadlineMs, arrivedAtMs }: HeldCaller): number {
    return Math.min(deadlineMs, arrivedAtMs + this.#policy.maxWaitMs);
  }

  /**
   * The earliest that this one's turn can come, in milliseconds.
   * @param waitedFor those whose turns the others can use instead of the one that this one waits for.
   */
  #turnInMs(ticket: Ticket, waitedFor = this.#waitedFor(ticket)): number {
    const waits = [...ticket.providers].map((guarded) => {
      const ahead = this.#queue.aheadOf(ticket, ({ providers }) => providers.has(guarded));
      return Math.max(guarded.turnInMs(1), togetherInMs(waitedFor, ahead + 1));
    });
    return Math.min(...waits);
  }

  /** The earliest that all who wait now can have had their turn, and one more, in milliseconds. */
  #wholeQueueMs(ticket: Ticket): number {
    return togetherInMs(this.#waitedFor(ticket), this.#queue.size + 1);
  }

  /** Whose turns somebody waits for. */
  #waitedFor(...newcomers: Ticket[]): GuardedProvider[] {
    return [...new Set([...this.#queue.waiting(), ...newcomers].flatMap(({ providers }) => [...providers]))];
  }
}

function givenUp(): UserError {
  return new UserError('given_up', { cause: new ProviderFailure('cancelled', 'the caller has gone') });
}

function tooLate(retryAfterMs: number): UserError {
  return new UserError('assistant_rate_limited', { retryAfterMs });
}

function full(retryAfterMs: number): UserError {
  return new UserError('assistant_queue_full', { retryAfterMs });
}
