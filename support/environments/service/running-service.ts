import type { ServiceSettings } from './service-settings';

/** One line of the service's log: JSON with at least an `event`. Times in it are the service's own. */
export type LogLine = Readonly<Record<string, unknown>> & { readonly event?: string };

/** How a process ended: with a code of its own, or by a signal. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** When that was seen, milliseconds since the epoch. */
  readonly atMs: number;
}

/** A process that is the service's own, and can be treated like one. */
export interface ServiceProcess {
  /** SIGKILL; resolves when nothing of it runs. */
  kill(): Promise<void>;
  /** SIGTERM, and no more than that. */
  askToStop(): void;
  /** SIGSTOP; resolves once it stands still. Its connections stay. */
  freeze(): Promise<void>;
  /** SIGCONT. */
  thaw(): void;
  /** Resolves when it has ended, however that came about. */
  readonly ended: Promise<Ending>;
}

/** A service under test that listens. */
export interface RunningService {
  readonly url: string;
  /** What it has logged so far; live. */
  readonly log: readonly LogLine[];
  /** Stops it politely; resolves when nothing of it is left. Safe to repeat. */
  stop(): Promise<void>;
  /** Its process. @throws where it runs within the harness's own, saying what to do. */
  process(): ServiceProcess;
}

/** A way to run the service under test. */
export interface ServiceAssembly {
  readonly name: 'in-process' | 'own-process';
  /** @throws when it cannot start, with what it said. */
  start(settings: ServiceSettings): Promise<RunningService>;
  /** Many that share nothing but, perhaps, a process; in the order of their settings. @throws as `start` does. */
  startMany(settings: readonly ServiceSettings[]): Promise<RunningService[]>;
}
