import { expect } from 'chai';
import type { ScenarioEnvironment } from '../environments/scenario-environment';
import type { RecordedReading } from '../users/readers';
import type { Users } from '../users/users';
import type { RecordedWrite } from '../users/writers';

/** How a conversation can come to its reader, in a feature's words. */
export const waysToShow = ['from the database', 'as a copy that says so', 'not at all'] as const;

/** What a writer can be told, in a feature's words. */
export const waysToTell = ['saved', 'accepted and pending', 'refused'] as const;

/** THEN: what works, seen by what became of doing it. */
export class WorksProbe {
  readonly #environment: ScenarioEnvironment;
  readonly #users: Users;

  constructor(environment: ScenarioEnvironment, users: Users) {
    this.#environment = environment;
    this.#users = users;
  }

  /** The last reading came like this. */
  isShown(how: (typeof waysToShow)[number]): void {
    const { readings } = this.#users.readers;
    const last = readings.at(-1);
    if (!last) throw new Error('Nobody has read anything; a When must come first');
    const words = `a reading: ${last.code ?? last.status} ${JSON.stringify(last.freshness ?? {})}`;
    if (how === 'not at all') {
      expect(last.code, words).to.equal('not_checkable');
      return;
    }
    this.#expectWhole(last, words);
    const isCopy = how === 'as a copy that says so';
    const expected = { source: isCopy ? 'cache' : 'database', isStale: isCopy };
    expect(last.freshness, words).to.include(expected);
    if (isCopy) expect(last.freshness?.sentence, words).to.match(/how it was \d+ seconds? ago/);
  }

  /** The last message and the last order were both answered like this. */
  areTold(what: (typeof waysToTell)[number]): void {
    for (const kind of ['message', 'order'] as const) {
      const last = this.#users.writers.attempts.findLast(({ writing }) => writing?.kind === kind);
      if (!last) throw new Error(`Nobody has written a ${kind}; a When must come first`);
      expect(toldBy(last), `what became of the ${kind}`).to.equal(what);
    }
  }

  /** The last reading says that something accepted may be missing in it: for machines, and in words. */
  lastSaysItMayMissSomething(): void {
    const last = this.#users.readers.readings.at(-1);
    const words = `a reading: ${last?.code ?? JSON.stringify(last?.freshness)}`;
    expect(last?.freshness?.mayMissAccepted, words).to.equal(true);
    expect(last?.freshness?.sentence, words).to.match(/accepted.* may be missing/);
  }

  /** Every reading is shown, and none says that anything may be missing in it. */
  noneSaysItMissesSomething(): void {
    const { readings } = this.#users.readers;
    expect(readings, 'readings').to.not.be.empty;
    for (const { code, freshness } of readings) {
      expect(code, 'a reading').to.equal(undefined);
      expect(freshness?.mayMissAccepted ?? false, `a reading: ${JSON.stringify(freshness)}`).to.equal(false);
    }
  }

  #expectWhole({ id, messages }: RecordedReading, words: string): void {
    const texts = this.#environment.conversations.textsOf(id);
    expect(texts, 'what stands in the conversation').to.not.be.empty;
    expect(
      messages?.map(({ text }) => text),
      words,
    ).to.deep.equal(texts);
  }
}

function toldBy({ status, outcome, code }: RecordedWrite): string {
  if (status === 201) return 'saved';
  if (status === 202) return 'accepted and pending';
  return outcome === 'refused' && code === 'write_refused' ? 'refused' : `${outcome} (${code})`;
}
