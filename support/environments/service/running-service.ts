import type { ServiceSettings } from './service-settings';

/** One line of the service's log: JSON with at least an `event`. Times in it are the service's own. */
export type LogLine = Readonly<Record<string, unknown>> & { readonly event?: string };

/** A service under test that listens. */
export interface RunningService {
  readonly url: string;
  /** What it has logged so far; live. */
  readonly log: readonly LogLine[];
  /** Stops it politely; resolves when nothing of it is left. Safe to repeat. */
  stop(): Promise<void>;
}

/** A way to run the service under test. */
export interface ServiceAssembly {
  readonly name: 'in-process' | 'own-process';
  /** @throws when it cannot start, with what it said. */
  start(settings: ServiceSettings): Promise<RunningService>;
  /** Many that share nothing but, perhaps, a process; in the order of their settings. @throws as `start` does. */
  startMany(settings: readonly ServiceSettings[]): Promise<RunningService[]>;
}
