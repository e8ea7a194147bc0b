import { nowMs } from '../evidence/now';
import type { FaultLedger } from '../faults/fault-ledger';
import type { DisposableServer, Environment, ServerKind } from './environment';

/** GIVEN real servers, and what is broken on them. */
export class ScenarioServers {
  readonly #environment: Environment;
  readonly #faults: FaultLedger;
  readonly #needs: readonly ServerKind[];
  readonly #onBlow: () => void;
  #lastLookAtMs = 0;
  #lastChangeAtMs = 0;
  #storageDestroyedAtMs: number | undefined;

  /**
   * @param needs which servers the scenario has said that it needs.
   * @param onBlow told when one was broken, so that what was held up for that moment goes on.
   */
  constructor(
    environment: Environment,
    faults: FaultLedger,
    needs: readonly ServerKind[],
    onBlow: () => void = () => {},
  ) {
    this.#environment = environment;
    this.#faults = faults;
    this.#needs = needs;
    this.#onBlow = onBlow;
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
    if (fault === 'storage-destroyed') this.#storageDestroyedAtMs = nowMs();
    this.#lastLookAtMs = nowMs();
    this.#onBlow();
  }

  /** Mends a server; resolves when it answers. */
  async mend(kind: ServerKind): Promise<void> {
    await this.#faults.heal(await this.server(kind));
    // Healing ends when the server answers: the limits run from its return.
    this.#lastChangeAtMs = nowMs();
    this.#lastLookAtMs = nowMs();
  }

  /** Mends all that the scenario needs. */
  async mendAll(): Promise<void> {
    for (const kind of this.#needs) await this.mend(kind);
  }

  /** When one was last broken or mended, milliseconds since the epoch. */
  get lastChangeAtMs(): number {
    return this.#lastChangeAtMs;
  }

  /** When a server that had lost all it kept was there again, milliseconds since the epoch; undefined when none did. */
  get storageDestroyedAtMs(): number | undefined {
    return this.#storageDestroyedAtMs;
  }

  /** When the harness last looked at one through its proxy, to confirm a fault or a return; milliseconds since the epoch. */
  get lastLookAtMs(): number {
    return this.#lastLookAtMs;
  }
}
