/** What is to run in a container, as data: it is started by another process. */
export interface ContainerDefinition {
  readonly kind: 'postgresql' | 'redis' | 'clickhouse';
  readonly image: string;
  readonly innerPort: number;
  /** On the host; the same in all lives of the container. */
  readonly hostPort: number;
  readonly labels: Readonly<Record<string, string>>;
  /** Who may do everything in it. */
  readonly user: string;
  readonly password: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly files?: readonly { readonly target: string; readonly content: string }[];
  /** It must answer within so long, milliseconds. */
  readonly startLimitMs: number;
}

/** How it is with a container. */
export interface ContainerState {
  readonly isRunning: boolean;
  readonly isPaused: boolean;
}

/** What a container can be told. */
export type ContainerCommand = 'start' | 'stop' | 'kill' | 'pause' | 'unpause' | 'remove';

/** What the process that talks to the engine can be asked. All of it may throw what the engine says. */
export interface EngineCalls {
  /** @returns how others reach the same engine, as dockerode takes it. */
  connection(): Promise<object>;
  /** @returns why an image cannot be had; null when it is there, perhaps by now. */
  lackOfImage(name: string): Promise<string | null>;
  /** Creates a container and starts it. @returns its id, and the host on which its port is. */
  create(definition: ContainerDefinition): Promise<{ id: string; host: string }>;
  command(id: string, command: ContainerCommand): Promise<void>;
  state(id: string): Promise<ContainerState>;
  /** The last that it said. */
  lastWords(id: string): Promise<string>;
}
