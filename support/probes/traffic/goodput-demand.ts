/** What is demanded, and by which measure. */
export interface GoodputDemand {
  /** How long after the fault goodput may take to return. */
  readonly withinMs: number;
  /** Share of the goodput before the fault that counts as returned. */
  readonly enoughShare: number;
  /** A fault was felt when some window in it fell below this share. */
  readonly feltShare: number;
  /** How long the record must go on after `withinMs`; at least a window. */
  readonly watchMs: number;
  /** What is left out at the beginning. */
  readonly warmUpMs: number;
  /**
   * A machine that stands still for more than `1 - enoughShare` of it looks like a loss, and so do answers that take
   * unequally long: of 300 sound runs at 40 a second with answers in 20 to 80 ms, 65 did not pass in windows of 1 s,
   * and all in windows of 2 s.
   */
  readonly windowMs: number;
  /** From the beginning of one window to that of the next. */
  readonly stepMs: number;
  /** How many good answers between warm-up and fault tell what is normal. */
  readonly fewestBefore: number;
}

const defaults = {
  enoughShare: 0.95,
  feltShare: 0.5,
  watchMs: 3_000,
  warmUpMs: 1_000,
  windowMs: 1_000,
  stepMs: 100,
  fewestBefore: 100,
};

/**
 * A demand with what it leaves open: 95 % count as returned and less than 50 % as felt, windows of 1 s every 100 ms,
 * a warm-up of 1 s, 3 s to watch, 100 good answers before the fault.
 * @throws RangeError when it could not be checked.
 */
export function goodputDemand(
  chosen: Pick<GoodputDemand, 'withinMs'> & Partial<GoodputDemand>,
): GoodputDemand {
  const demand = { ...defaults, ...chosen };
  const { withinMs, enoughShare, feltShare, watchMs, warmUpMs, windowMs, stepMs, fewestBefore } = demand;
  const sense: readonly (readonly [string, number, boolean])[] = [
    ['withinMs must be at least 0', withinMs, withinMs >= 0],
    ['enoughShare must be above 0 and at most 1', enoughShare, enoughShare > 0 && enoughShare <= 1],
    ['feltShare must be above 0 and below enoughShare', feltShare, feltShare > 0 && feltShare < enoughShare],
    ['windowMs must be above 0', windowMs, windowMs > 0],
    ['stepMs must be above 0 and at most windowMs', stepMs, stepMs > 0 && stepMs <= windowMs],
    ['watchMs must be at least windowMs', watchMs, watchMs >= windowMs],
    ['warmUpMs must be at least 0', warmUpMs, warmUpMs >= 0],
    ['fewestBefore must be at least 1', fewestBefore, fewestBefore >= 1],
  ];
  for (const [claim, value, isTrue] of sense) if (!isTrue) throw new RangeError(`${claim}; got ${value}`);
  return demand;
}
