import type { DisposableServer, ServerKind } from '../environments/environment';

/** What a look that does not go through the service saw of a fault. */
export interface Confirmation {
  /** Whether the fault took. */
  readonly isConfirmed: boolean;
  /** What was seen, in the past tense: `asked past the proxy: no answer within 250 ms`. */
  readonly seen: string;
}

/** One way of breaking a server. A new instance for each use: it may keep what it needs to confirm and to undo itself. */
export interface Fault {
  /** As it stands in features: `killed`. */
  readonly name: string;
  /** The kinds of server that can be broken like this; all when it is not said. The ledger refuses the others. */
  readonly fits?: readonly ServerKind[];
  apply(server: DisposableServer): Promise<void>;
  /** Looks for itself, never through the service. */
  confirm(server: DisposableServer): Promise<Confirmation>;
  /** Undoes it; harmless when `apply` failed half-way. */
  heal(server: DisposableServer): Promise<void>;
}
