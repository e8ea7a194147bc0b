import type { Journal } from '../evidence/journal';
import { Inconclusive } from '../evidence/verdict';
import type { RecordedReading } from '../users/readers';
import type { Users } from '../users/users';
import type { RecordedWrite } from '../users/writers';

/** With fewer readings a broken promise could go unnoticed. */
const leastReadings = 10;

/** THEN: what readers may rely on, held against what they and the writers were told, in the order of time. */
export class PromisesProbe {
  readonly #users: Users;
  readonly #journal: Journal;

  constructor(users: Users, journal: Journal) {
    this.#users = users;
    this.#journal = journal;
  }

  /**
   * What was saved before a reading began stands in it; what was accepted does too, or the reading says that it may miss
   * something. @throws Inconclusive when there is too little to say so.
   */
  nothingAcknowledgedIsMissing(): void {
    const readings = this.#shown();
    let held = 0;
    for (const reading of readings) {
      const texts = new Set(reading.messages?.map(({ text }) => text));
      for (const write of this.#acknowledgedBefore(reading)) {
        held += 1;
        const mayBeMissing = write.status === 202 && reading.freshness?.mayMissAccepted === true;
        if (mayBeMissing || texts.has(textOf(write))) continue;
        const how = write.status === 202 ? 'accepted' : 'saved';
        const told = JSON.stringify(reading.freshness);
        throw new Error(
          `"${textOf(write)}" was ${how} and missing in a reading begun ${Math.round(reading.askedAtMs - write.endedAtMs)} ms later: ${told}`,
        );
      }
    }
    if (held < leastReadings) throw new Inconclusive(`only ${held} acknowledged messages could be missed`);
    this.#measured(`${held} times an acknowledged message was to be seen`);
  }

  /** Whoever had been shown a conversation, by a Given or since, was always shown it again. @throws Inconclusive when they are too few. */
  everythingIsShownAgain(read: readonly string[]): void {
    let held = 0;
    for (const { reader, id, askedAtMs, messages, code } of this.#users.readers.readings) {
      const isKnown =
        read.includes(`${reader} ${id}`) ||
        this.#users.readers.readings.some(
          (before) =>
            before.messages && before.id === id && before.reader === reader && before.endedAtMs < askedAtMs,
        );
      if (!isKnown) continue;
      held += 1;
      if (!messages)
        throw new Error(
          `${reader} had been shown a conversation and was told ${code} when it was read again`,
        );
    }
    if (held < leastReadings) throw new Inconclusive(`only ${held} conversations were read again`);
    this.#measured(`${held} readings were to show what had been shown before`);
  }

  #acknowledgedBefore({ askedAtMs, id }: RecordedReading): RecordedWrite[] {
    return this.#users.writers.attempts.filter(
      ({ outcome, endedAtMs, writing }) =>
        outcome === 'acknowledged' &&
        endedAtMs <= askedAtMs &&
        writing?.kind === 'message' &&
        writing.threadId === id,
    );
  }

  /** @throws Inconclusive when they are too few. */
  #shown(): RecordedReading[] {
    const shown = this.#users.readers.readings.filter(({ messages }) => messages !== undefined);
    if (shown.length < leastReadings)
      throw new Inconclusive(`at least ${leastReadings} readings must have been shown, ${shown.length} were`);
    return shown;
  }

  #measured(event: string): void {
    this.#journal.record({ lane: 'scenario', subject: 'measured', event });
  }
}

function textOf({ writing }: RecordedWrite): string {
  return writing?.kind === 'message' ? writing.text : '';
}
