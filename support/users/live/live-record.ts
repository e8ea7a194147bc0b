/** A frame as it came. Times are milliseconds since the epoch. */
export interface LiveFrame {
  readonly atMs: number;
  /** By which connection of the client, from 1 on. */
  readonly connection: number;
  readonly type: string;
  // biome-ignore lint/suspicious/noExplicitAny: whatever the service says is looked at by the probes.
  readonly body: any;
}

/** One attempt to connect, and what became of it. */
export interface LiveAttempt {
  /** When the client set out. */
  readonly atMs: number;
  /** When it was to set out: a process with a thousand clients takes its time. */
  readonly dueAtMs: number;
  /** It stood: when the service's first word came. */
  helloAtMs?: number;
  /** When it was over, however that came about. */
  endedAtMs?: number;
  /** How it ended: the reason in the close frame, the code of the refusal, `silent` when the client gave it up, or what the network said. */
  ending?: string;
}

/** Everything that one client met, in the order in which it came. */
export class LiveRecord {
  readonly frames: LiveFrame[] = [];
  readonly attempts: LiveAttempt[] = [];

  /** Frames of this type. */
  of(type: string): readonly LiveFrame[] {
    return this.frames.filter((frame) => frame.type === type);
  }

  /** The last attempt. */
  get last(): LiveAttempt | undefined {
    return this.attempts.at(-1);
  }
}
