import { Agent } from 'node:http';
import { nowMs } from '../evidence/now';
import { readMetrics, sumOf } from '../probes/metrics-page';
import { readServiceState } from '../probes/service-state';

const usuallyEveryMs = 50;

/** What takes longer is no answer. */
const answersWithinMs = 5_000;

/** What the service showed at a moment, milliseconds since the epoch; without a level it gave no answer. */
export interface ServiceSeen {
  readonly atMs: number;
  readonly level: string | undefined;
  /** Accepted writes that wait. */
  readonly waiting: number | undefined;
  /** For how long its process stood still at most since the look before, where it says so; milliseconds. */
  readonly stoodStillMs?: number;
}

/** Watches what the service says of itself, over and over, from the first outage of a scenario on. */
export class OutageWatch implements AsyncDisposable {
  readonly #url: () => Promise<string>;
  readonly #everyMs: number;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });
  readonly #seen: ServiceSeen[] = [];
  readonly #stop = new AbortController();
  #watching: Promise<void> | undefined;

  /** @param url asked for each look: a service that was started again is somewhere else. */
  constructor(url: () => Promise<string>, everyMs = usuallyEveryMs) {
    this.#url = url;
    this.#everyMs = everyMs;
  }

  /** Everything seen so far, by time. */
  get seen(): readonly ServiceSeen[] {
    return this.#seen;
  }

  /** Safe to repeat. */
  begin(): void {
    this.#watching ??= this.#watch();
  }

  /** When the service first showed the level "full" and nothing waiting, in the looks since then; undefined: not yet. */
  wellAtMs(sinceMs: number): number | undefined {
    return this.#seen.find((seen) => seen.atMs >= sinceMs && isWell(seen))?.atMs;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#watching;
    this.#agent.destroy();
  }

  async #watch(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      const atMs = nowMs();
      let [level, waiting, stoodStillMs]: [string?, number?, number?] = [];
      try {
        const url = await this.#url();
        // A service that stands still would never answer.
        const signal = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(answersWithinMs)]);
        const looking = { agent: this.#agent, signal };
        level = (await readServiceState(url, looking)).level;
        const metrics = await readMetrics(url, looking);
        waiting = sumOf(metrics, 'journal_depth');
        stoodStillMs = 1_000 * sumOf(metrics, 'nodejs_eventloop_lag_max_seconds');
      } catch {
        // That there is no answer is what was seen.
      }
      this.#seen.push({ atMs, level, waiting, ...(stoodStillMs === undefined ? {} : { stoodStillMs }) });
      await new Promise((resolve) => setTimeout(resolve, this.#everyMs));
    }
  }
}

function isWell({ level, waiting }: ServiceSeen): boolean {
  return level === 'full' && waiting === 0;
}
