/** Gives numbers from 0 up to 1. */
export type Random = () => number;

/**
 * Random numbers that a seed makes repeatable: which waits are drawn, and in which order. Without one, nobody can tell.
 * Source: mulberry32 by T. Ettinger, in the public domain.
 */
export function randomFrom(seed: number | undefined): Random {
  if (seed === undefined) return Math.random;
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
