import { expect } from 'chai';
import type { ScenarioEnvironment } from '../environments/scenario-environment';
import type { Journal } from '../evidence/journal';
import { steadily } from '../evidence/steadily';
import { Inconclusive } from '../evidence/verdict';
import { wilsonLowerBound } from '../ledger/wilson-lower-bound';
import type { RecordedReading } from '../users/readers';
import type { Users } from '../users/users';
import { readMetrics, sumOf } from './metrics-page';

/** Ages are told in whole milliseconds, by another clock, some time after the copy was made. */
const ageToleranceMs = 500;

/** THEN: what readers of conversations got, and from where. */
export class ReadingsProbe {
  readonly #environment: ScenarioEnvironment;
  readonly #users: Users;

  readonly #journal: Journal;

  constructor(environment: ScenarioEnvironment, users: Users, journal: Journal) {
    this.#environment = environment;
    this.#users = users;
    this.#journal = journal;
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

  /** More than this share of all readings was served from copies, said with 95 % confidence. @throws Inconclusive: too few. */
  moreThanWereServed(percent: number): void {
    const all = this.#all();
    if (wilsonLowerBound(all.length, all.length) <= percent / 100)
      throw new Inconclusive(
        `${all.length} readings cannot show more than ${percent} %, not even if all were served`,
      );
    const served = all.filter(({ messages }) => messages !== undefined);
    for (const reading of served) {
      this.#expectWhole(reading);
      expect(reading.freshness, describe(reading)).to.include({ source: 'cache', isStale: true });
    }
    const bound = wilsonLowerBound(served.length, all.length);
    const words = `${served.length} of ${all.length} readings were served: more than ${(100 * bound).toFixed(1)} %`;
    const details = { served: served.length, of: all.length, bound };
    this.#journal.record({ lane: 'scenario', subject: 'measured', event: words, details });
    expect(bound, words).to.be.above(percent / 100);
  }

  /** At least a tenth of the conversations, and at least one of the readings. */
  unreadAreNotCheckable(): void {
    const { shelf } = this.#environment.conversations;
    const unread = new Set(shelf.filter(({ wasRead }) => !wasRead).map(({ id }) => id));
    expect(unread.size / shelf.length, 'share of conversations that nobody had read').to.be.at.least(0.1);
    const tried = this.#all().filter(({ id }) => unread.has(id));
    if (tried.length === 0) throw new Inconclusive('nobody tried to read what had never been read');
    for (const reading of tried) expect(reading.code, describe(reading)).to.equal('not_checkable');
    for (const reading of this.#all().filter(({ id }) => !unread.has(id)))
      expect(reading.code, describe(reading)).to.equal(undefined);
  }

  /** What the service counts of copies during the outage is what its readers got. */
  async metricsCountTheSame(): Promise<void> {
    const samples = await readMetrics((await this.#environment.service()).url);
    const counted = (outcome: string): number => sumOf(samples, 'conversation_reads_total', { outcome });
    const all = this.#all();
    expect({ served: counted('stale copy'), not: counted('no copy') }).to.deep.equal({
      served: all.filter(({ messages }) => messages !== undefined).length,
      not: all.filter(({ code }) => code === 'not_checkable').length,
    });
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
