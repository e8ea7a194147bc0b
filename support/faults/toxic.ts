/** Which way bytes travel: upstream from the client to the server, downstream back (Toxiproxy's words). */
export type Direction = 'upstream' | 'downstream';

/** One thing on its way through a link: bytes, the sender's end of stream, or the sender's reset. */
export interface Parcel {
  readonly kind: 'bytes' | 'end' | 'reset';
  bytes: Buffer;
  /** On the clock of `performance.now()`. */
  readonly arrivedAtMs: number;
  /** Set by a toxic to end the connection once this parcel has been delivered. */
  isLast?: boolean;
}

/** What a toxic is given of one direction of one connection. */
export interface Passage {
  readonly direction: Direction;
  /** Which of the proxy's connections it is; both directions of one have the same number. */
  readonly connection: number;
  /** Aborted when the toxic is removed or the connection is over; every wait of a toxic ends with it. */
  readonly signal: AbortSignal;
  /** Ends the connection politely, both ways. */
  close(): void;
  /** Resets the connection (RST), both ways. */
  reset(): void;
}

/** A toxic at work on one direction of one connection. */
export interface ToxicEffect {
  /** Larger chunks are cut to this size before they meet the effect. Bytes. */
  readonly maxChunkBytes?: number;
  /** Resolves when the parcel may go on; it may have been shortened. Called for one parcel at a time, in order. */
  pass?(parcel: Parcel): Promise<void>;
}

/** A disturbance of the network, after https://github.com/Shopify/toxiproxy#toxics. One toxic, one file in `toxics/`. */
export interface Toxic {
  readonly type: 'latency' | 'bandwidth' | 'timeout' | 'reset_peer' | 'slow_close' | 'limit_data';
  /** For people: `latency of 200 ms`. */
  readonly description: string;
  /** Begins to act on a link: at once on those that exist, on later ones when they are accepted. */
  attach(passage: Passage): ToxicEffect;
}
