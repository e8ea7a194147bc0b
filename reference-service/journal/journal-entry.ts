import { orderIn } from '../writes/order';
import { type Write, writeFor } from '../writes/write';

/** One write in the journal. */
export interface JournalEntry {
  /** The entry's id in the stream. */
  streamId: string;
  /** Its place in the order of acceptance, from 1. */
  sequence: number;
  /** When it was accepted, milliseconds since the epoch. */
  acceptedAtMs: number;
  /** Undefined when what stands there is no write. */
  write: Write | undefined;
  /** The id of the write, as far as it can be read; else empty. */
  writeId: string;
}

/** The text of a write in the journal. */
export function entryText({ user, key, kind, payload }: Write): string {
  return JSON.stringify({ user, key, kind, payload });
}

/** @param fields names and values in turn, as Redis gives them. */
export function entryFrom(streamId: string, fields: readonly string[]): JournalEntry {
  const field = (name: string): string | undefined => {
    const at = fields.findIndex((each, index) => index % 2 === 0 && each === name);
    return at < 0 ? undefined : fields[at + 1];
  };
  const write = writeIn(field('write') ?? '');
  return {
    streamId,
    sequence: Number(streamId.split('-')[1]),
    acceptedAtMs: Number(field('at') ?? 0),
    write,
    writeId: write?.id ?? '',
  };
}

function writeIn(text: string): Write | undefined {
  try {
    const { user, key, kind, payload } = JSON.parse(text);
    if (typeof user !== 'string' || typeof key !== 'string') return undefined;
    if (kind === 'place order')
      return writeFor(user, key, { kind, payload: { order: orderIn(payload.order) } });
    const { thread, text: words } = payload;
    if (kind !== 'add message' || typeof thread !== 'string' || typeof words !== 'string') return undefined;
    return writeFor(user, key, { kind, payload: { thread, text: words } });
  } catch {
    return undefined;
  }
}
