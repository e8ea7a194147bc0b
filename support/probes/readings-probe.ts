import { expect } from 'chai';
import type { ScenarioEnvironment } from '../environments/scenario-environment';
import { steadily } from '../evidence/steadily';
import type { RecordedReading } from '../users/readers';
import type { Users } from '../users/users';

/** Ages are told in whole milliseconds, by another clock, some time after the copy was made. */
const ageToleranceMs = 500;

/** THEN: what readers of conversations got, and from where. */
export class ReadingsProbe {
  readonly #environment: ScenarioEnvironment;
  readonly #users: Users;

  constructor(environment: ScenarioEnvironment, users: Users) {
    this.#environment = environment;
    this.#users = users;
  }

  /** Every reader was told this, and nothing else. */
  allTold(code: string): void {
    expect(new Set(this.#all().map((reading) => reading.code)), 'what readers were told').to.deep.equal(
      new Set([code]),
    );
  }

  lastHasTheConversation(): void {
    this.#expectWhole(this.#last());
  }

  allHaveTheConversation(): void {
    for (const reading of this.#all()) this.#expectWhole(reading);
  }

  /** Everything from there, and nothing from a copy. */
  allHaveItFromTheDatabase(): void {
    for (const reading of this.#all()) {
      this.#expectWhole(reading);
      expect(reading.freshness, describe(reading)).to.include({ source: 'database', isStale: false });
    }
  }

  allHaveItFromAFreshCopy(): void {
    const { freshMs = 0 } = this.#environment.rules.copies;
    for (const reading of this.#all()) {
      this.#expectWhole(reading);
      expect(reading.freshness, describe(reading)).to.include({ source: 'cache', isStale: false });
      expect(reading.freshness?.ageMs, 'age of the copy').to.be.below(freshMs);
    }
  }

  /** In the answer for machines, in a sentence, and truly. */
  lastIsToldOfACopyAndItsAge(): void {
    const last = this.#last();
    expect(last.freshness, describe(last)).to.include({ source: 'cache', isStale: true });
    const trueAgeMs = last.endedAtMs - this.#environment.conversations.lastReadAtMs;
    expect(last.freshness?.ageMs, 'age of the copy').to.be.closeTo(trueAgeMs, ageToleranceMs);
    expect(last.freshness?.sentence).to.match(/how it was \d+ seconds? ago/);
  }

  noneHasSeenAMessage(): void {
    for (const reading of this.#all()) {
      expect(reading.messages, describe(reading)).to.equal(undefined);
      for (const text of this.#environment.conversations.textsOf(reading.id))
        expect(reading.body, 'the whole answer').to.not.include(text);
    }
  }

  /** New connections that reached the server while the readings lasted. */
  async databaseReceivedAtMost(most: number): Promise<void> {
    const since = Math.min(...this.#all().map(({ askedAtMs }) => askedAtMs));
    const { proxy } = await this.#environment.servers.server('postgresql');
    await steadily(
      () => proxy.connections.filter(({ acceptedAtMs }) => acceptedAtMs >= since).length,
      (seen) => seen <= most,
      (seen) => `connections to the database during the readings: expected ${seen} to be at most ${most}`,
    );
  }

  #expectWhole(reading: RecordedReading): void {
    const texts = this.#environment.conversations.textsOf(reading.id);
    expect(texts, 'what stands in the conversation').to.not.be.empty;
    expect(
      reading.messages?.map(({ text }) => text),
      describe(reading),
    ).to.deep.equal(texts);
  }

  #all(): readonly RecordedReading[] {
    const { readings } = this.#users.readers;
    if (readings.length === 0) throw new Error('Nobody has read anything; a When must come first');
    return readings;
  }

  #last(): RecordedReading {
    return this.#all().at(-1) as RecordedReading;
  }
}

function describe({ status, code, freshness }: RecordedReading): string {
  return `a reading: ${code ?? status} ${JSON.stringify(freshness ?? {})}`;
}
