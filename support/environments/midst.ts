import { nowMs } from '../evidence/now';
import { Compromised } from '../evidence/verdict';
import { databaseRecords } from '../probes/database-records';
import { readMetrics, sumOf } from '../probes/metrics-page';
import type { ServerKind } from './environment';
import type { ScenarioEnvironment } from './scenario-environment';
import type { RunningService } from './service/running-service';
import { TableLock, type WrittenTable } from './table-lock';

/** Of a replayer that is taken for alive for a while first. Far above what it takes. */
const restWithinMs = 15_000;

/**
 * GIVEN something is under way in the database and does not get on, so that the next thing happens in the midst of it.
 * Whatever is then broken, killed or asked to stop makes the rest go on by itself.
 */
export class Midst {
  readonly #environment: ScenarioEnvironment;
  #lock: TableLock | undefined;
  #lastChangeAtMs = 0;

  constructor(environment: ScenarioEnvironment) {
    this.#environment = environment;
  }

  /** When what was held up last went on, milliseconds since the epoch. */
  get lastChangeAtMs(): number {
    return this.#lastChangeAtMs;
  }

  /** From now on writes into this table wait inside their transactions. */
  async hold(table: WrittenTable): Promise<void> {
    const { directUrl } = await this.#environment.servers.server('postgresql');
    this.#lock = await TableLock.take(directUrl, table);
  }

  /** So many wait there, seen past the service. @throws Compromised when they do not. */
  async untilWaiting(count: number): Promise<void> {
    const lock = this.#held();
    let seen = 0;
    await this.#environment.until(
      async () => {
        seen = (await lock.waiting()).length;
        return seen >= count;
      },
      () => `${count} writes were to be half done in the database; ${seen} were`,
    );
  }

  /**
   * The database is back, and of what waits some is in place and some is not: no order is, and the first is just being
   * written. @throws Compromised when that is not what was seen, past the service.
   */
  async halfInPlace(): Promise<void> {
    const { servers } = this.#environment;
    const { directUrl } = await servers.server('postgresql');
    const before = await databaseRecords(directUrl);
    await this.hold('orders');
    await servers.mend('postgresql');
    await this.untilWaiting(1);
    const { messages, orders } = await databaseRecords(directUrl);
    const [more, placed] = [messages.length - before.messages.length, orders.length - before.orders.length];
    if (more === 0 || placed > 0)
      throw new Compromised(
        `some messages and no order were to be in place; ${more} messages and ${placed} orders were`,
      );
  }

  /**
   * Something is broken while the order that was half done is still waiting, so that it gets in place and nobody can note
   * that it is. @throws Compromised when it did not get there, or when the service does not know of the fault.
   */
  async breakWhileItGetsInPlace(kind: ServerKind, fault: string): Promise<void> {
    const { servers } = this.#environment;
    const { directUrl } = await servers.server('postgresql');
    const lock = this.#held();
    const sessions = await lock.waiting();
    await servers.break(kind, fault);
    await this.#environment.until(
      async () => (await databaseRecords(directUrl)).orders.length > 0,
      () => 'the order that was half done did not get in place',
    );
    if (kind === 'redis') await this.#environment.untilBreaker('redis', 'open');
    else
      await this.#environment.until(
        () => lock.hasEnded(sessions),
        () => 'the service still waited for the answer that was lost',
      );
  }

  /** The instance that is putting in place what waits. @throws Compromised when none of them is. */
  async replayer(): Promise<RunningService> {
    const running = await this.#environment.life.running();
    const applied = await Promise.all(
      running.map(async ({ url }) =>
        sumOf(await readMetrics(url), 'journal_entries_total', { outcome: 'applied' }),
      ),
    );
    const busiest = running[applied.indexOf(Math.max(...applied))];
    if (!busiest || Math.max(...applied) === 0)
      throw new Compromised('one instance was to be putting in place what waits; none was');
    return busiest;
  }

  async killReplayer(): Promise<void> {
    await this.#environment.life.kill(await this.replayer());
  }

  async freezeReplayer(): Promise<void> {
    await this.#environment.life.freeze(await this.replayer());
  }

  /** The same, and by the account of those that run nothing waits any more. @throws when they leave it at that. */
  async freezeReplayerUntilRestIsInPlace(): Promise<void> {
    await this.freezeReplayer();
    let left = 0;
    await this.#environment.promptly(
      async () => {
        left = await this.#depth();
        return left === 0;
      },
      () => `the others were to put in place what waits; ${left} writes were left`,
      restWithinMs,
    );
  }

  /** What was held up goes on. Harmless when nothing was. */
  goesOn(): void {
    if (!this.#lock) return;
    this.#lock.release();
    this.#lock = undefined;
    this.#lastChangeAtMs = nowMs();
  }

  #held(): TableLock {
    if (!this.#lock) throw new Error('Nothing is held up in the database; a step must do so first');
    return this.#lock;
  }

  /** By the account of whichever instance saw least. */
  async #depth(): Promise<number> {
    const running = await this.#environment.life.running();
    const depths = await Promise.all(
      running.map(async ({ url }) => sumOf(await readMetrics(url), 'journal_depth')),
    );
    return Math.min(...depths);
  }
}
