/** One thing that was looked at. */
export interface Finding {
  /** What: `Redis`. */
  readonly subject: string;
  /** `missing`: the specification cannot run. `lacking`: it can, but something else cannot, or only slowly. */
  readonly state: 'good' | 'lacking' | 'missing';
  /** What was found. */
  readonly found: string;
  /** What to do about it; nothing when it is good. */
  readonly advice?: string;
}
