import { setTimeout as delay } from 'node:timers/promises';
import type { DisposableServer } from '../environments/environment';
import type { Journal } from '../evidence/journal';
import type { Fault } from './fault';
import { FaultNotConfirmed } from './fault-not-confirmed';
import { type Answer, describeAnswer } from './questions/answer';
import { ask } from './questions/ask';
import { faultNamed } from './registry';

interface Entry {
  readonly fault: Fault;
  readonly server: DisposableServer;
}

const answersAgainWithinMs = 15_000;
const askAgainAfterMs = 10;

/** What is broken in a scenario: every fault that was applied stands here until it is healed, whatever goes wrong. */
export class FaultLedger {
  readonly #journal: () => Journal;
  readonly #open: Entry[] = [];

  /** @param journal of the scenario that is running. */
  constructor(journal: () => Journal) {
    this.#journal = journal;
  }

  /**
   * Breaks the server and looks, past the service, whether the fault took.
   * @param fault a name from the registry, or a fault with settings of its own.
   * @throws before anything is broken when the fault does not fit this kind of server, naming those it fits;
   * FaultNotConfirmed when it did not take: it stays in the ledger to be healed.
   */
  async apply(fault: string | Fault, server: DisposableServer): Promise<void> {
    const made = typeof fault === 'string' ? faultNamed(fault) : fault;
    if (made.fits?.includes(server.kind) === false)
      throw new Error(`The ${server.kind} server cannot be ${made.name}; it fits: ${made.fits.join(', ')}`);
    // Before the attempt: one that fails half-way is undone, too.
    this.#open.push({ fault: made, server });
    await made.apply(server);
    this.#record(server, `was ${made.name}`);
    const { isConfirmed, seen } = await made.confirm(server);
    this.#record(server, `${isConfirmed ? 'confirmed' : 'NOT confirmed'} ${made.name}: ${seen}`);
    if (!isConfirmed) {
      throw new FaultNotConfirmed(
        `the ${server.kind} server must be ${made.name} before the scenario goes on; ${seen}`,
      );
    }
  }

  /** The faults that stand, in order: `redis frozen`. */
  active(): string[] {
    return this.#open.map(({ fault, server }) => `${server.kind} ${fault.name}`);
  }

  /** Heals every fault of this server; resolves once it answers again, through the proxy as the service meets it. */
  async heal(server: DisposableServer): Promise<void> {
    await this.#healWhere((entry) => entry.server === server);
  }

  /**
   * Heals everything; one that cannot be healed does not keep the others from it.
   * @throws AggregateError of what went wrong, after everything has been tried.
   */
  async healAll(): Promise<void> {
    await this.#healWhere(() => true);
  }

  async #healWhere(isMeant: (entry: Entry) => boolean): Promise<void> {
    const meant = this.#open.filter(isMeant);
    const errors: unknown[] = [];
    // The last one first, as they lie upon each other.
    for (const entry of meant.toReversed()) {
      try {
        await entry.fault.heal(entry.server);
        this.#record(entry.server, `healed of ${entry.fault.name}`);
      } catch (error) {
        this.#record(entry.server, `could not be healed of ${entry.fault.name}: ${(error as Error).message}`);
        errors.push(error);
      }
      this.#open.splice(this.#open.indexOf(entry), 1);
    }
    for (const server of new Set(meant.map((entry) => entry.server))) {
      await this.#answersAgain(server).catch((error) => errors.push(error));
    }
    if (errors.length === 1) throw errors[0];
    if (errors.length > 1) throw new AggregateError(errors, `${errors.length} faults could not be healed`);
  }

  async #answersAgain(server: DisposableServer): Promise<void> {
    const beganAtMs = performance.now();
    let answer: Answer;
    do {
      answer = await ask(server.url, 2000);
      if (answer.kind === 'answered') {
        const tookMs = Math.round(performance.now() - beganAtMs);
        this.#record(server, `answered again, ${tookMs} ms after the last fault was healed`);
        return;
      }
      await delay(askAgainAfterMs);
    } while (performance.now() - beganAtMs < answersAgainWithinMs);
    throw new Error(
      `the ${server.kind} server must answer within ${answersAgainWithinMs} ms of being healed; ` +
        `last seen through the proxy: ${describeAnswer(answer)}; disturbances: ${server.proxy.disturbances().join(', ') || 'none'}`,
    );
  }

  #record(server: DisposableServer, event: string): void {
    this.#journal().record({ lane: 'fault', subject: server.kind, event });
  }
}
