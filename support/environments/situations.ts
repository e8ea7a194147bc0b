import { setTimeout as delay } from 'node:timers/promises';
import { readServiceState, type ServiceState } from '../probes/service-state';
import type { ServerKind } from './environment';
import type { ScenarioEnvironment } from './scenario-environment';

/** How long the service is left alone between two looks at its state. */
const betweenLooksMs = 20;

/** What ails next, and the level that it makes. */
export interface SituationStep {
  readonly name: string;
  readonly health: string;
  readonly level: string;
}

/** How a dependency is next, and what the service must show for it. */
export interface DependencyState {
  readonly state: string;
  readonly level: string;
  /** Its code; `none`. */
  readonly notice: string;
}

/** How each dependency is, by its name in a feature: a behaviour of a provider, `well` or a fault of a server. */
export type Situation = Readonly<Record<string, string>>;

const servers = { database: 'postgresql', cache: 'redis', analytics: 'clickhouse' } as const;

/** GIVEN several things that are out at once, each noticed by the service. */
export class Situations {
  readonly #environment: ScenarioEnvironment;

  constructor(environment: ScenarioEnvironment) {
    this.#environment = environment;
  }

  /** From full service to this, without users. @throws Compromised when the service does not get there. */
  async become(level: string, situation: Situation): Promise<void> {
    await this.#environment.broughtAbout.everythingWell();
    const out = Object.entries(situation).filter(([, health]) => !isWell(health));
    for (const [name, health] of out) await this.#becomes(name, health);
    for (const [name] of out) await this.#environment.untilBreaker(breakerOf(name), 'open');
    await this.#environment.levels.isReached(level);
  }

  /** What the service said of itself, over and over, while an outage grew and healed; by time. */
  readonly looks: ServiceState[] = [];

  /** Each ails when the one before was noticed; then they are well again, the last first. All the time somebody looks. */
  async growAndHeal(steps: readonly SituationStep[]): Promise<void> {
    await this.#environment.broughtAbout.everythingWell();
    const { url } = await this.#environment.service();
    const end = new AbortController();
    const looking = this.#look(url, end.signal);
    await this.#growAndHeal(steps).finally(() => end.abort());
    await looking;
  }

  /** Each state when the service has shown the level and the notice of the one before. */
  async goThrough(name: string, states: readonly DependencyState[]): Promise<void> {
    await this.#environment.broughtAbout.everythingWell();
    for (const { state, level, notice } of states) {
      await this.#becomes(name, state);
      await this.#environment.levels.isOwed(level, notice);
      this.#environment.measured(`the service showed "${level}" and ${notice}`);
    }
  }

  /** Out and back, out and back; back at last. */
  async flap(kind: ServerKind, outMs: number, backMs: number, times: number): Promise<void> {
    await this.#environment.broughtAbout.everythingWell();
    for (let time = 0; time < times; time += 1) {
      if (time > 0) await delay(backMs);
      await this.#environment.servers.break(kind, 'refused');
      await delay(outMs);
      await this.#environment.servers.mend(kind);
    }
  }

  async #look(url: string, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.looks.push(await readServiceState(url));
      await delay(betweenLooksMs);
    }
  }

  async #growAndHeal(steps: readonly SituationStep[]): Promise<void> {
    for (const { name, health, level } of steps) {
      await this.#becomes(name, health);
      await this.#environment.levels.isOwed(level);
    }
    const before = ['full', ...steps.map(({ level }) => level)];
    for (const [index, { name }] of [...steps.entries()].reverse()) {
      await this.#becomes(name, name in servers ? 'well' : 'is healthy');
      await this.#environment.levels.isOwed(before[index] as string);
    }
  }

  async #becomes(name: string, health: string): Promise<void> {
    if (!(name in servers)) return this.#environment.ailments.is(name, health);
    const kind = servers[name as keyof typeof servers];
    if (!isWell(health)) await this.#environment.servers.break(kind, health);
    else await this.#environment.servers.mend(kind);
  }
}

function isWell(health: string): boolean {
  return health === 'well' || health === 'is healthy';
}

function breakerOf(name: string): string {
  return ({ cache: 'redis', analytics: 'clickhouse' } as Record<string, string>)[name] ?? name;
}
