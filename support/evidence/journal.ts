import type { EvidenceAttachment } from './journal-page';

/** Who an entry is about; one lane in the readable journal. */
export type Lane = 'scenario' | 'fault' | 'user' | 'provider' | 'breaker' | 'service';

/** One thing that happened in a scenario. */
export interface JournalEntry {
  /** Milliseconds since the epoch, with fractions, on the harness's clock. */
  readonly atMs: number;
  readonly lane: Lane;
  /** Who or what: `primary`, `Ada`, `postgresql`. */
  readonly subject: string;
  /** A sentence a person can read, in the past tense: `answered 503 after 2 ms`. */
  readonly event: string;
  /** Whatever else is worth keeping, for machines. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** What happened in one scenario, in the order in which it was recorded. Append-only. */
export class Journal {
  readonly #entries: JournalEntry[] = [];
  readonly #attachments: EvidenceAttachment[] = [];

  /** Records one thing; `atMs` defaults to now. */
  record(entry: Omit<JournalEntry, 'atMs'> & { atMs?: number }): void {
    this.#entries.push({ ...entry, atMs: entry.atMs ?? performance.timeOrigin + performance.now() });
  }

  /** Keeps a picture of what happened, to be shown with the scenario. */
  attach(attachment: EvidenceAttachment): void {
    this.#attachments.push(attachment);
  }

  attachments(): readonly EvidenceAttachment[] {
    return this.#attachments;
  }

  /** Everything recorded, by time. */
  entries(): readonly JournalEntry[] {
    return [...this.#entries].sort((one, other) => one.atMs - other.atMs);
  }
}
