/** A process, told apart from a later one with the same pid. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When the kernel started it: clock ticks since boot on Linux, a date elsewhere. Only compared for equality. */
  readonly startTime: string;
}

/** A process as the kernel's table shows it. */
export interface ProcessEntry extends ProcessIdentity {
  readonly parentPid: number;
  /** The kernel's letter: R, S, D, T (stopped), Z (zombie), ... */
  readonly state: string;
  readonly command: string;
  readonly threads: number;
}

/** Every process that can be seen. */
export function processTable(): ProcessEntry[];

/** The process that has this pid now. */
export function identityOf(pid: number): ProcessIdentity | undefined;

/** Whether this very process runs (a zombie does not, unless it has threads left). */
export function isAlive(identity: ProcessIdentity): boolean;

/** The process and its descendants, parents first; empty when it does not run. */
export function treeOf(identity: ProcessIdentity): ProcessEntry[];

/**
 * SIGSTOP to the process and its descendants, those forked meanwhile included; resolves once the kernel shows every one
 * as stopped.
 * @throws when that has not come about within 5 s, naming the processes.
 */
export function freezeTree(identity: ProcessIdentity): Promise<void>;

/** SIGCONT to the process and its descendants. */
export function thawTree(identity: ProcessIdentity): void;

/** SIGKILL to the process and its descendants; resolves once all are gone. */
export function killTree(identity: ProcessIdentity): Promise<void>;

/** Resolves with true once the process is gone, or with false after `withinMs`. */
export function gone(identity: ProcessIdentity, withinMs: number): Promise<boolean>;

/** Processes that work in this folder or below it. Linux only; elsewhere empty. */
export function workingIn(folder: string): ProcessEntry[];
