import { readMetrics, sumOf } from '../probes/metrics-page';
import { readServiceState, type ServiceState } from '../probes/service-state';
import type { ServerKind } from './environment';
import type { ScenarioEnvironment } from './scenario-environment';

/** How long a service may take to be at a level, with the production defaults too. */
const noticedWithinMs = 30_000;

/** How a dependency is: `well`, or a fault by its name. */
export type Health = string;

/** GIVEN a service level, brought about as in life: by what becomes of the database and the cache. */
export class Levels {
  readonly #environment: ScenarioEnvironment;

  constructor(environment: ScenarioEnvironment) {
    this.#environment = environment;
  }

  /** From full service to this level, without users. @throws Compromised when the service does not get there. */
  async become(level: string, health: Readonly<Partial<Record<ServerKind, Health>>>): Promise<void> {
    await this.#environment.broughtAbout.everythingWell();
    for (const [kind, state = 'well'] of Object.entries(health))
      if (state !== 'well') await this.#environment.servers.break(kind as ServerKind, state);
    await this.isReached(level);
  }

  /** As it happens by itself. @throws Compromised when the service does not get there. */
  async isReached(level: string): Promise<void> {
    await this.#reached('until', level);
  }

  /**
   * The same where the service owes it, with just this notice where one is named; `none`: without any.
   * @throws an error when it does not get there: it has failed.
   */
  async isOwed(level: string, notice?: string): Promise<void> {
    await this.#reached('promptly', level, notice);
  }

  async #reached(wait: 'until' | 'promptly', level: string, notice?: string): Promise<void> {
    const { url } = await this.#environment.service();
    let seen: ServiceState | undefined;
    const codes = (): string => seen?.notices.map(({ code }) => code).join(', ') || 'none';
    const owed = notice === undefined ? '' : ` with the notices: ${notice}`;
    await this.#environment[wait](
      async () => {
        seen = await readServiceState(url);
        return seen.level === level && (notice === undefined || codes() === notice);
      },
      () =>
        `the service level was to be "${level}"${owed}, but was "${seen?.level}" with the notices: ${codes()}`,
      noticedWithinMs,
    );
  }

  /** By the service's own account nothing accepted waits. @throws Compromised when it goes on waiting. */
  async nothingWaits(): Promise<void> {
    const { url } = await this.#environment.service();
    let depth = 0;
    await this.#environment.until(
      async () => {
        depth = sumOf(await readMetrics(url), 'journal_depth');
        return depth === 0;
      },
      () => `${depth} accepted writes were still waiting`,
      noticedWithinMs,
    );
  }

  /** One after the other, the second when the service has noticed the first. @throws when it does not notice. */
  async recoverInTurn(first: ServerKind, second: ServerKind): Promise<void> {
    await this.#environment.happening.dependencyBackAndNoticed(first);
    await this.#environment.servers.mend(second);
  }

  /** Both, as close together as they can be had. */
  async recoverTogether(): Promise<void> {
    for (const kind of ['postgresql', 'redis'] as const) await this.#environment.servers.mend(kind);
  }
}
