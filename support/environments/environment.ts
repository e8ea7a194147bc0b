import type { Journal } from '../evidence/journal';
import type { FaultProxy } from '../faults/fault-proxy';

/** The servers a scenario may need besides the service and the providers. New kinds are added here, once. */
export type ServerKind = 'postgresql' | 'redis' | 'clickhouse';

/** Whether an environment can run on this machine, and if not, what is missing and what to do about it. */
export type Availability = { available: true } | { available: false; reasons: string[] };

/**
 * The porting interface: where the real servers come from.
 * An environment belongs to one worker; it shares no server, port or folder with any other.
 */
export interface Environment extends AsyncDisposable {
  readonly name: 'embedded' | 'containers';

  /** Looks without starting anything. What can be done without does not make it unavailable. */
  availability(): Promise<Availability>;

  /** Why a server of this kind cannot be had here, with what to do about it; undefined when it can. Starts nothing. */
  lack(kind: ServerKind): Promise<string | undefined>;

  /**
   * The server of this kind, started on first use and kept until the environment is disposed of.
   * @throws a message naming what is missing and the ways to get it.
   */
  server(kind: ServerKind): Promise<DisposableServer>;

  /** The servers started so far; asks for none. */
  startedServers(): DisposableServer[];
}

/** Where something listens. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/**
 * A real server that this run started itself, and therefore may break.
 * The service reaches it only through `proxy`; the harness looks at it directly, past the proxy.
 */
export interface DisposableServer {
  readonly kind: ServerKind;

  /** The only way from the service to this server. Its port stays the same when the server comes back elsewhere. */
  readonly proxy: FaultProxy;

  /** What a client behind the proxy needs, credentials included, for example `postgres://app:...@127.0.0.1:4711/app`. */
  readonly url: string;

  /** The same, past the proxy: for the harness's own looks and clean-up, never for the service. */
  readonly directUrl: string;

  /** Starts it again after `stop` or `kill`, with the same data; resolves once it answers a real query. */
  start(): Promise<void>;

  /** Stops it politely. */
  stop(): Promise<void>;

  /** SIGKILL to every process of the server. Data that it had made durable stays. */
  kill(): Promise<void>;

  /** Removes what it had made durable, so that it starts empty. Needs a server that does not run. */
  destroyStorage(): Promise<void>;

  /** SIGSTOP to every process of the server, so that even established connections hang. */
  freeze(): Promise<void>;

  /** SIGCONT to every process of the server. */
  thaw(): Promise<void>;

  /**
   * Asks it a real question (a query, a PING), directly, past the proxy and past the service.
   * @param withinMs how long to wait for the answer.
   */
  isAnswering(withinMs: number): Promise<boolean>;

  /**
   * Empties it: rows, keys. Settings, users and passwords are again as it was started with, whatever changed them.
   * Needs a server that answers.
   */
  reset(): Promise<void>;

  /** What is left in it that a finished scenario should have taken along: rows, keys, client connections. Empty is clean. */
  leftovers(): Promise<string[]>;
}

/** What an environment is created with. */
export interface EnvironmentContext {
  readonly journal: () => Journal;
  /** A folder of this worker's own, removed when the run ends. */
  readonly folder: string;
}
