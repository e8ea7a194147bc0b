/** What a machine adds to the waits that a service means to make. */
export interface Noise {
  readonly name: string;
  /** Mean of what is added to each wait, exponentially distributed: timers, connections, transit. Milliseconds. */
  readonly meanMs: number;
  /**
   * What the first wait has more than the others, from 0 to this, uniformly: all are refused at once at first, and one
   * event loop takes their refusals one after another. Milliseconds.
   */
  readonly crowdMs: number;
  /**
   * Whole stops of the event loop or the machine, in which nothing arrives and at whose end everything does:
   * one starts every `everyMs` on average and lasts up to `longestMs`, uniformly.
   */
  readonly stops?: { readonly everyMs: number; readonly longestMs: number };
}

/** The machines that the limits must bear, kindest first. */
export const noises: readonly Noise[] = [
  { name: 'idle', meanMs: 5, crowdMs: 20 },
  { name: 'loaded', meanMs: 20, crowdMs: 60 },
  { name: 'stopping', meanMs: 10, crowdMs: 40, stops: { everyMs: 1_000, longestMs: 80 } },
];
