/**
 * One request's connection as a transport offers it: what a script is played on.
 * After `end` or `reset` nothing more is sent; calls after the caller hung up do nothing.
 */
export interface Exchange {
  /** Sends the status and the headers, at once. */
  head(status: number, headers: Readonly<Record<string, string>>): void;
  write(bytes: Buffer): void;
  /** Ends the body cleanly. */
  end(): void;
  /** Resets the connection, once what was written has left; before `head` the caller sees no response at all. */
  reset(): void;
  /** Calls the listener when the caller is no longer there, at most once and not after `end` or `reset`. */
  onHangUp(listener: () => void): void;
}
