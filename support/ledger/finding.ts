/** What can be wrong, by the law that is broken. */
export type FindingClass =
  | 'lost'
  | 'doubled'
  | 'out of order'
  | 'unexpected'
  | 'rejected after acceptance'
  | 'undeclared loss'
  | 'unknown not resolved'
  | 'order torn'
  | 'read went back'
  | 'stale overwrite'
  | 'isolation broken'
  | 'acknowledged against the law';

/** One thing that is wrong. */
export interface LedgerFinding {
  readonly class: FindingClass;
  /** What must hold and what was got, in a sentence. */
  readonly message: string;
  /** What to look up in the history: ids of attempts and reads, keys, ids of orders. */
  readonly ids: readonly string[];
}
