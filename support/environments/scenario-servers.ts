import { nowMs } from '../evidence/now';
import type { FaultLedger } from '../faults/fault-ledger';
import type { DisposableServer, Environment, ServerKind } from './environment';

/** A stretch in which a server was broken: from when the fault was confirmed until it began to be mended. */
export interface ServerOutage {
  readonly kind: ServerKind;
  readonly fault: string;
  /** Milliseconds since the epoch. */
  readonly fromMs: number;
  /** Infinity while it lasts. */
  readonly toMs: number;
}

/** Who is told when a server is broken. */
export interface OutageEvents {
  /** It is about to be. */
  readonly begins?: () => void;
  /** It is, as was confirmed: what was held up for that moment goes on. */
  readonly stands?: () => void;
}

/** GIVEN real servers, and what is broken on them. */
export class ScenarioServers {
  readonly #environment: Environment;
  readonly #faults: FaultLedger;
  readonly #needs: readonly ServerKind[];
  readonly #outages: ServerOutage[] = [];
  readonly #told: OutageEvents;
  #lastLookAtMs = 0;
  #lastChangeAtMs = 0;

  /**
   * @param needs which servers the scenario has said that it needs.
   * @param told of what happens to servers.
   */
  constructor(
    environment: Environment,
    faults: FaultLedger,
    needs: readonly ServerKind[],
    told: OutageEvents = {},
  ) {
    this.#told = told;
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
  async urls(): Promise<{ databaseUrl?: string; redisUrl?: string; clickhouseUrl?: string }> {
    return {
      ...(this.#needs.includes('postgresql') ? { databaseUrl: (await this.server('postgresql')).url } : {}),
      ...(this.#needs.includes('redis') ? { redisUrl: (await this.server('redis')).url } : {}),
      ...(this.#needs.includes('clickhouse') ? { clickhouseUrl: (await this.server('clickhouse')).url } : {}),
    };
  }

  /** Breaks a server, by its fault's name; what was broken on it before is mended first. */
  async break(kind: ServerKind, fault: string): Promise<void> {
    const server = await this.server(kind);
    this.#told.begins?.();
    this.#over(kind);
    await this.#faults.heal(server);
    this.#lastChangeAtMs = nowMs();
    await this.#faults.apply(fault, server);
    this.#lastLookAtMs = nowMs();
    this.#outages.push({ kind, fault, fromMs: this.#lastLookAtMs, toMs: Number.POSITIVE_INFINITY });
    this.#told.stands?.();
  }

  /** Mends a server; resolves when it answers. */
  async mend(kind: ServerKind): Promise<void> {
    const server = await this.server(kind);
    this.#over(kind);
    await this.#faults.heal(server);
    // Healing ends when the server answers: the limits run from its return.
    this.#lastChangeAtMs = nowMs();
    this.#lastLookAtMs = nowMs();
  }

  /** What was broken so far, in the order of confirming. */
  get outages(): readonly ServerOutage[] {
    return this.#outages;
  }

  /** Which are needed and can be broken. */
  get kinds(): readonly ServerKind[] {
    return this.#needs;
  }

  /** When one was last broken or mended, milliseconds since the epoch. */
  get lastChangeAtMs(): number {
    return this.#lastChangeAtMs;
  }

  /** When a server that had lost all it kept was there again, milliseconds since the epoch; undefined when none did. */
  get storageDestroyedAtMs(): number | undefined {
    return this.#outages.findLast(({ fault }) => fault === 'storage-destroyed')?.fromMs;
  }

  /** When the harness last looked at one through its proxy, to confirm a fault or a return; milliseconds since the epoch. */
  get lastLookAtMs(): number {
    return this.#lastLookAtMs;
  }

  #over(kind: ServerKind): void {
    const atMs = nowMs();
    this.#outages.forEach((outage, index) => {
      if (outage.kind === kind && outage.toMs > atMs) this.#outages[index] = { ...outage, toMs: atMs };
    });
  }
}
