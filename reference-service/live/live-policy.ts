/** How connections are kept over which users are told of what is new at once. */
export interface LivePolicy {
  /** Between two signs of life, from either side. */
  heartbeatMs: number;
  /** Who has given none for so long is gone: clients are told to judge the service by the same number. */
  silentAfterMs: number;
  /** What clients are told of coming back by themselves: after full-jitter waits, of which the first is drawn from 0 to `baseMs`, none from more than 0 to `capMs`. */
  reconnect: { baseMs: number; capMs: number };
  /** Before it stops, an instance asks each client to come back at a moment of its own within so long. */
  spreadMs: number;
  /** A client that has missed more events than these has to start afresh. They are kept in memory too, for each user who is connected. */
  keepEvents: number;
  /** So much may wait in memory for a client to read; the rest stays where it is kept. */
  bufferBytes: number;
  maxConnections: number;
  maxConnectionsPerUser: number;
  /** Between two looks at whether announcements of new events can be heard, and at the events themselves while they cannot. */
  lookMs: number;
}
