import { expect } from 'chai';
import type { ScenarioEnvironment } from '../environments/scenario-environment';
import { eventually } from '../evidence/eventually';
import type { Journal } from '../evidence/journal';
import { nowMs } from '../evidence/now';
import { Inconclusive } from '../evidence/verdict';
import type { FindingClass, LedgerFinding } from '../ledger/finding';
import type { LedgerHistory, Outage, RejectedWrite } from '../ledger/history';
import { judgeLedger, type LedgerDemand, type LedgerJudgement, ledgerFindings } from '../ledger/judge';
import { demandSoundHistory } from '../ledger/sound-history';
import { personas } from '../users/personas';
import type { Users } from '../users/users';
import type { RecordedWrite } from '../users/writers';
import { statusOfWrite } from '../users/writing';
import { databaseRecords } from './database-records';
import { readMetrics, sumOf } from './metrics-page';
import { declaredLosses } from './writes/declared-losses';
import { type LedgerSources, ledgerHistory } from './writes/ledger-history';
import { allOut, anyOut } from './writes/outages';

/** What users saw, apart from what became of what they wrote. */
const ofReadings: readonly FindingClass[] = ['read went back', 'stale overwrite', 'isolation broken'];

/** What users did and what was found; the rest is asked for. */
type Seen = Omit<LedgerSources, 'threads' | 'isSetUp' | 'rejected' | 'declaredLost' | 'journalDestroyedAtMs'>;

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
   * Everything acknowledged stands in the database once, in order and whole; nothing that was refused does. Where users went
   * on through an outage, what nobody knew the outcome of was asked again and is there once too.
   * @throws Inconclusive when nothing was acknowledged, or not during the outage.
   */
  async allAccountedFor(): Promise<void> {
    if (this.#users.throughOutage.run) {
      const judgement = await this.#judge({ law: 'acknowledged writes are kept' });
      this.#demand(judgement, (each) => !ofReadings.includes(each));
      return;
    }
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

  /**
   * While storage was out altogether nothing was acknowledged, and what was before stands.
   * @throws Inconclusive when too few tried.
   */
  async noneAcknowledgedMeanwhile(least: number): Promise<void> {
    const judgement = await this.#judge({ law: 'none may be acknowledged', fewestRefused: least });
    this.#demand(judgement, (each) => !ofReadings.includes(each));
  }

  /** Nobody was shown less than before, something older than what is there, or what belongs to another. */
  async nothingWrongWasShown(): Promise<void> {
    const { readings } = this.#users.readers;
    const shown = readings.filter(({ messages }) => messages).length;
    if (shown === 0) throw new Inconclusive('nobody was shown anything');
    const { outages } = this.#environment.servers;
    const found = ledgerFindings(await this.#historyThrough(anyOut(outages)));
    const ofThese = found.filter((each) => ofReadings.includes(each.class));
    const words = `${shown} of ${readings.length} readings showed messages`;
    this.#tell(words, { shown, found: ofThese });
    demandNone(words, ofThese);
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
    const { directUrl } = await this.#environment.servers.server('postgresql');
    const records = await databaseRecords(directUrl);
    const history = await this.#history({ attempts, records });
    demandSoundHistory(history);
    const found = ledgerFindings(history);
    const words = `${acknowledged} acknowledged writes held against ${records.messages.length} messages and ${records.orders.length} orders in the database`;
    this.#tell(words, { acknowledged, found });
    demandNone(words, found);
  }

  /** All that users did through the outage, held against what was in the database after it. */
  async #judge(demand: LedgerDemand): Promise<LedgerJudgement> {
    const { outages } = this.#environment.servers;
    const isForbidden = demand.law === 'none may be acknowledged';
    const history = await this.#historyThrough(isForbidden ? allOut(outages) : anyOut(outages));
    const judgement = judgeLedger(history, demand);
    this.#tell(judgement.summary, { findings: judgement.findings });
    return judgement;
  }

  async #historyThrough(outages: readonly Outage[]): Promise<LedgerHistory> {
    const { readers, throughOutage, writers } = this.#users;
    const { run } = throughOutage;
    if (!run) throw new Error('Nobody went on through an outage; a When must let them');
    return this.#history({
      attempts: this.#attempts(),
      records: run.recovered,
      repeated: { attempts: writers.repeats, records: run.asked },
      readings: readers.readings,
      outages,
    });
  }

  async #history(sources: Seen): Promise<LedgerHistory> {
    const { conversations, servers } = this.#environment;
    return ledgerHistory({
      ...sources,
      threads: conversations.all(),
      isSetUp: (threadId, text) => conversations.textsOf(threadId).includes(text),
      rejected: await this.#rejected(sources.attempts),
      declaredLost: await this.#declaredLost(sources.attempts),
      journalDestroyedAtMs: servers.storageDestroyedAtMs,
    });
  }

  /** @throws with what was found of these classes; Inconclusive when nothing was and there are doubts. */
  #demand({ findings, doubts, summary }: LedgerJudgement, isMeant: (found: FindingClass) => boolean): void {
    demandNone(
      summary,
      findings.filter((each) => isMeant(each.class)),
    );
    if (doubts.length > 0) throw new Inconclusive(doubts.join('; '));
  }

  #tell(event: string, details: Record<string, unknown>): void {
    this.#journal.record({ lane: 'scenario', subject: 'measured', event, details });
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

function demandNone(words: string, found: readonly LedgerFinding[]): void {
  if (found.length > 0)
    throw new Error(
      `${words}, and they do not agree:\n${found.map((each) => `${each.class}: ${each.message}`).join('\n')}`,
    );
}
