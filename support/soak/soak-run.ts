import { setTimeout as delay } from 'node:timers/promises';
import type { ScenarioEnvironment } from '../environments/scenario-environment';
import { nowMs } from '../evidence/now';
import type { Blow, SoakOutage } from './soak-schedule';

/** What became of a blow. Times are milliseconds since the epoch. */
export interface Struck extends Blow {
  readonly undoneAtMs: number;
  /** Why it did not take, as far as a look past the service could tell; undefined: it took. */
  readonly notConfirmed: string | undefined;
}

/** What became of an outage. */
export interface Survived {
  readonly struck: readonly Struck[];
  /** When the last of it was undone, milliseconds since the epoch. */
  readonly overAtMs: number;
}

/** Strikes when the schedule says so, however the service fares, and undoes everything. */
export class SoakRun {
  readonly #environment: ScenarioEnvironment;
  readonly #signal: AbortSignal;
  readonly #tell: (text: string) => void;

  /** @param signal ends it early: nothing more is broken, and what is broken is undone at once. */
  constructor(environment: ScenarioEnvironment, signal: AbortSignal, tell: (text: string) => void) {
    this.#environment = environment;
    this.#signal = signal;
    this.#tell = tell;
  }

  /**
   * @param forMs how long the soak lasts: users go on for some time after the last outage.
   * @returns what was struck, in the order of the schedule. @throws what could not be undone.
   */
  async strike(schedule: readonly SoakOutage[], forMs: number): Promise<Survived[]> {
    const beganAtMs = nowMs();
    const survived: Survived[] = [];
    for (const { blows } of schedule) {
      const firstAtMs = beganAtMs + Math.min(...blows.map(({ atMs }) => atMs));
      await this.#until(firstAtMs);
      if (this.#signal.aborted) break;
      const struck = await Promise.all(blows.map((blow) => this.#strike(blow, beganAtMs)));
      survived.push({ struck, overAtMs: Math.max(...struck.map(({ undoneAtMs }) => undoneAtMs)) });
      this.#tell(`${seconds(firstAtMs - beganAtMs)}  ${struck.map(words).join('; ')}`);
    }
    await this.#until(beganAtMs + forMs);
    return survived;
  }

  async #strike(blow: Blow, beganAtMs: number): Promise<Struck> {
    const { target, fault, atMs, forMs } = blow;
    await this.#until(beganAtMs + atMs);
    let notConfirmed: string | undefined;
    const { life, servers } = this.#environment;
    if (target === 'service') {
      await life.kill();
      await this.#until(nowMs() + forMs);
      await life.startAgain();
    } else {
      await servers.break(target, fault).catch((error: Error) => {
        notConfirmed = error.message;
      });
      await this.#until(nowMs() + forMs);
      await servers.mend(target);
    }
    return { ...blow, undoneAtMs: nowMs(), notConfirmed };
  }

  async #until(atMs: number): Promise<void> {
    const leftMs = Math.max(0, atMs - nowMs());
    await delay(leftMs, undefined, { signal: this.#signal }).catch(() => {});
  }
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1).padStart(6)} s`;
}

function words({ target, fault, forMs, notConfirmed }: Struck): string {
  const name = { postgresql: 'database', redis: 'cache', clickhouse: 'analytics store', service: 'service' }[
    target
  ];
  const text = `${name} ${fault} for ${(forMs / 1_000).toFixed(1)} s`;
  return notConfirmed === undefined ? text : `${text} (did not take: ${notConfirmed})`;
}
