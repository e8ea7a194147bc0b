/** How a kind of event or state is filled, and what is written on it. */
export interface Tint {
  readonly fill: string;
  /** The colour of words on the fill. */
  readonly ink: string;
  /** Where the fill alone would hardly stand out from the ground. */
  readonly edge?: string;
}

const [light, dark] = ['#fff', '#1b1f24'];

/**
 * One meaning for each colour, across all panels of a picture. They differ in lightness as well, so that they can be
 * told apart in grey and by those who do not see red and green as different.
 */
export const palette = {
  usual: { fill: '#1f6feb', ink: light },
  almostUsual: { fill: '#79b8ff', ink: dark },
  restricted: { fill: '#eecb55', ink: dark },
  substitute: { fill: '#bf8700', ink: dark },
  refused: { fill: '#93152a', ink: light },
  nobodyKnows: { fill: '#e6eaef', ink: dark, edge: '#6e7781' },
  silent: { fill: '#1b1f24', ink: light },
} as const satisfies Record<string, Tint>;
