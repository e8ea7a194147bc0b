import type { WriteResult } from './apply-writes';
import type { Write } from './write';

/** Whoever has to know of a write before its user is told: copies of what was written to must go. */
export interface WriteWatch {
  /** It stands in the database. */
  applied(write: Write, result: WriteResult): Promise<void>;
  /** It may stand there, now or a little later. */
  uncertain(write: Write): Promise<void>;
}
