import { nowMs } from '../evidence/now';
import type { FaultLedger } from '../faults/fault-ledger';
import type { DisposableServer, Environment, ServerKind } from './environment';

/** GIVEN real servers, and what is broken on them. */
export class ScenarioServers {
  readonly #environment: Environment;
  readonly #faults: FaultLedger;
  readonly #needs: readonly ServerKind[];
  #lastLookAtMs = 0;
  #lastChangeAtMs = 0;

  /** @param needs which servers the scenario has said that it needs. */
  constructor(environment: Environment, faults: FaultLedger, needs: readonly ServerKind[]) {
    this.#environment = environment;
    this.#faults = faults;
    this.#needs = needs;
  }

  /** The server of this kind. @throws when the scenario has not said that it needs it. */
  server(kind: ServerKind): Promise<DisposableServer> {
    if (!this.#needs.includes(kind)) throw new Error(`Tag the Rule or the Scenario with @needs:${kind}`);
    return this.#environment.server(kind);
  }

  /** Where the service finds those that the scenario needs. */
  async urls(): Promise<{ databaseUrl?: string; redisUrl?: string }> {
    return {
      ...(this.#needs.includes('postgresql') ? { databaseUrl: (await this.server('postgresql')).url } : {}),
      ...(this.#needs.includes('redis') ? { redisUrl: (await this.server('redis')).url } : {}),
    };
  }

  /** Breaks a server, by its fault's name; what was broken on it before is mended first. */
  async break(kind: ServerKind, fault: string): Promise<void> {
    const server = await this.server(kind);
    await this.#faults.heal(server);
    this.#lastChangeAtMs = nowMs();
    await this.#faults.apply(fault, server);
    this.#lastLookAtMs = nowMs();
  }

  /** Mends a server; resolves when it answers. */
  async mend(kind: ServerKind): Promise<void> {
    await this.#faults.heal(await this.server(kind));
    // Healing ends when the server answers: the limits run from its return.
    this.#lastChangeAtMs = nowMs();
    this.#lastLookAtMs = nowMs();
  }

  /** When one was last broken or mended, milliseconds since the epoch. */
  get lastChangeAtMs(): number {
    return this.#lastChangeAtMs;
  }

  /** When the harness last looked at one through its proxy, to confirm a fault or a return; milliseconds since the epoch. */
  get lastLookAtMs(): number {
    return this.#lastLookAtMs;
  }
}
