import { expect } from 'chai';
import type { ScenarioEnvironment } from '../environments/scenario-environment';
import { eventually } from '../evidence/eventually';
import type { Journal } from '../evidence/journal';
import { nowMs } from '../evidence/now';
import { Inconclusive } from '../evidence/verdict';
import type { RejectedWrite } from '../ledger/history';
import { ledgerFindings } from '../ledger/judge';
import { demandSoundHistory } from '../ledger/sound-history';
import { personas } from '../users/personas';
import type { Users } from '../users/users';
import type { RecordedWrite } from '../users/writers';
import { statusOfWrite } from '../users/writing';
import { databaseRecords } from './database-records';
import { readMetrics, sumOf } from './metrics-page';
import { declaredLosses } from './writes/declared-losses';
import { ledgerHistory } from './writes/ledger-history';

/** THEN: what became of writes, as their users were told and as it stands in the database. */
export class WritesProbe {
  readonly #environment: ScenarioEnvironment;
  readonly #users: Users;
  readonly #journal: Journal;

  constructor(environment: ScenarioEnvironment, users: Users, journal: Journal) {
    this.#environment = environment;
    this.#users = users;
    this.#journal = journal;
  }

  /** By the account of every instance nothing waits to be applied. The limit runs from the last thing that was mended. */
  async nothingWaitsWithin(limitMs: number): Promise<void> {
    const running = await this.#environment.life.running();
    const depthAt = async (url: string): Promise<number> => sumOf(await readMetrics(url), 'journal_depth');
    await eventually(
      async () => Math.max(...(await Promise.all(running.map(({ url }) => depthAt(url))))),
      (depth) => depth === 0,
      Math.max(1, this.#environment.lastChangeAtMs + limitMs - nowMs()),
      (depth) => `${depth} accepted writes were still waiting`,
    );
    this.#environment.measured('nothing waited any more');
  }

  /**
   * Everything acknowledged stands in the database once, in order and whole; nothing that was refused does.
   * @throws Inconclusive when nothing was acknowledged.
   */
  async allAccountedFor(): Promise<void> {
    const attempts = this.#attempts();
    const acknowledged = attempts.filter(({ outcome }) => outcome === 'acknowledged').length;
    if (acknowledged === 0) throw new Inconclusive('no write was acknowledged, so that none could be lost');
    await this.#account(attempts, acknowledged);
  }

  /** Nothing was acknowledged. @throws Inconclusive when too few tried. */
  nothingWasAcknowledged(least: number): void {
    const attempts = this.#attempts();
    expect(
      attempts.map(({ outcome }) => outcome),
      'what users were told',
    ).to.not.include('acknowledged');
    if (attempts.length < least)
      throw new Inconclusive(`at least ${least} writes must have been tried, ${attempts.length} were`);
  }

  lastIsTold(code: string): void {
    const last = this.#last();
    expect(last.outcome, describe(last)).to.equal('refused');
    expect(last.code, describe(last)).to.equal(code);
  }

  /** Accepted, and told that it is not done yet. */
  lastIsPending(): void {
    const last = this.#last();
    expect(last.status, describe(last)).to.equal(202);
    expect(last.body, describe(last)).to.include({ status: 'pending', key: last.key });
  }

  /** What its user is told when asking for it. */
  async lastHasStatus(status: string, limitMs: number): Promise<void> {
    const { user, key } = this.#last();
    const { url } = await this.#environment.service();
    await eventually(
      () => statusOfWrite(url, personas[user], key ?? ''),
      (seen) => seen.status === status,
      limitMs,
      (seen) => `the last write was ${seen.status ?? seen.code}; expected ${status}`,
    );
  }

  async #account(attempts: readonly RecordedWrite[], acknowledged: number): Promise<void> {
    const { conversations, servers } = this.#environment;
    const { directUrl } = await servers.server('postgresql');
    const records = await databaseRecords(directUrl);
    const history = ledgerHistory({
      attempts,
      records,
      threads: conversations.all(),
      isSetUp: (threadId, text) => conversations.textsOf(threadId).includes(text),
      rejected: await this.#rejected(attempts),
      declaredLost: await this.#declaredLost(attempts),
      journalDestroyedAtMs: servers.storageDestroyedAtMs,
    });
    demandSoundHistory(history);
    const found = ledgerFindings(history);
    const words = `${acknowledged} acknowledged writes held against ${records.messages.length} messages and ${records.orders.length} orders in the database`;
    this.#journal.record({
      lane: 'scenario',
      subject: 'measured',
      event: words,
      details: { acknowledged, found },
    });
    if (found.length > 0)
      throw new Error(
        `${words}, and they do not agree:\n${found.map((each) => `${each.class}: ${each.message}`).join('\n')}`,
      );
  }

  /** Only what was accepted to be done later can be; a service that is down is asked when it is back. */
  async #declaredLost(attempts: readonly RecordedWrite[]): Promise<string[]> {
    if (!attempts.some(({ status }) => status === 202)) return [];
    return declaredLosses((await this.#environment.service()).url, attempts);
  }

  /** Of the attempts under a key the last accepted one is what a rejection speaks of: what came before stands. */
  async #rejected(attempts: readonly RecordedWrite[]): Promise<Map<RecordedWrite, RejectedWrite['because']>> {
    const { url } = await this.#environment.service();
    const rejected = new Map<RecordedWrite, RejectedWrite['because']>();
    for (const attempt of attempts) {
      const { user, key, status } = attempt;
      if (key === undefined || status !== 202) continue;
      const seen = await statusOfWrite(url, personas[user], key);
      if (seen.status !== 'rejected') continue;
      const isReused = seen.code === 'key_reused';
      rejected.set(attempt, isReused ? 'key used with another payload' : 'thread of another user');
    }
    return rejected;
  }

  #attempts(): readonly RecordedWrite[] {
    const { attempts } = this.#users.writers;
    if (attempts.length === 0) throw new Error('Nobody has written anything; a step must write first');
    return attempts;
  }

  #last(): RecordedWrite {
    return this.#attempts().at(-1) as RecordedWrite;
  }
}

function describe({ outcome, status, code, body }: RecordedWrite): string {
  return `a write: ${outcome} with ${status} ${code ?? JSON.stringify(body).slice(0, 200)}`;
}
