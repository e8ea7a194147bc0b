import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { ScenarioEnvironment } from '../environments/scenario-environment';
import type { Journal } from '../evidence/journal';
import { nowMs } from '../evidence/now';
import { Compromised } from '../evidence/verdict';
import { readServiceState } from '../probes/service-state';
import type { Behaviour } from '../providers/behaviour';
import { behaviourByPhrase } from '../providers/phrases';
import type { ProviderRequest } from '../providers/provider-double';
import type { Answer } from './answer';
import { AssistantClient } from './assistant-client';
import { LiveUsers } from './live/live-users';
import { askWithOfficialClient } from './official-client';
import { OrderReaders } from './order-readers';
import { type PersonaName, type Plan, personas, personaWith } from './personas';
import { Readers } from './readers';
import { Rush } from './rush';
import { SideBySideTraffic } from './side-by-side/side-by-side-traffic';
import { ThroughOutage } from './traffic/through-outage';
import { Traffic } from './traffic/traffic';
import { Trials } from './trials';
import { WaitingUsers } from './waiting-users';
import { Writers } from './writers';

/** How a question is asked, where it matters. */
export interface Manner {
  streamed?: boolean;
  model?: string;
  willingMs?: number;
  user?: PersonaName | 'stranger';
  question?: string;
}

/** Long enough to be read for about two seconds. */
const unfinished: Behaviour = { kind: 'dripping', betweenTokensMs: 120 };

/** A question on its way. */
export interface Pending {
  user: string;
  question: string;
  giveUp: AbortController;
  answer: Promise<Answer>;
}

/** WHEN: what users do. Every question and what became of it is kept for the Then. */
export class Users implements Disposable {
  readonly #environment: ScenarioEnvironment;
  readonly #journal: Journal;
  readonly #client = new AssistantClient();
  readonly #pending: Pending[] = [];
  readonly #silent: Socket[] = [];
  /** Those who read conversations. */
  readonly readers: Readers;
  /** Those who add messages and place orders. */
  readonly writers: Writers;
  /** Those who go on while storage goes away and comes back. */
  readonly throughOutage: ThroughOutage;
  /** Those who look orders up. */
  readonly orderReaders: OrderReaders;
  /** Those who wait for their turn. */
  readonly waiting: WaitingUsers;
  /** Those who try what their account may or may not include. */
  readonly trials: Trials;
  /** Those who come while the database is held up, or all at once. */
  readonly rush: Rush;
  /** Those who keep the application open. */
  readonly live: LiveUsers;
  /** Many users over a time. */
  readonly traffic: Traffic;
  /** Those who ask two services for the same. */
  readonly sideBySide: SideBySideTraffic;
  #asked = 0;

  constructor(environment: ScenarioEnvironment, journal: Journal) {
    this.#environment = environment;
    this.#journal = journal;
    const begin = (manner: Manner): Promise<Pending> => this.#begin(manner);
    this.readers = new Readers(environment, journal);
    this.writers = new Writers(environment, journal);
    this.throughOutage = new ThroughOutage(environment, this.readers, this.writers);
    this.orderReaders = new OrderReaders(environment, this.writers, journal);
    this.waiting = new WaitingUsers(environment, begin);
    this.trials = new Trials(environment, journal);
    this.rush = new Rush(environment, this.trials, this.writers);
    this.live = new LiveUsers(environment, this.writers, journal);
    this.traffic = new Traffic(environment, journal, begin);
    this.sideBySide = new SideBySideTraffic(environment, journal, this);
  }

  /** What was asked so far, in the order of asking. */
  asked(): readonly Pending[] {
    return this.#pending;
  }

  /** Everything asked so far has ended. @returns in the order of asking. */
  async answers(): Promise<Answer[]> {
    return Promise.all(this.#pending.map(({ answer }) => answer));
  }

  /** What became of the last question; the others may still be under way. @throws when nothing was asked. */
  async lastAnswer(): Promise<Answer> {
    const last = this.#pending.at(-1);
    if (!last) throw new Error('No user has asked anything; a When must come first');
    return last.answer;
  }

  /** Asks and waits for what becomes of it. */
  async ask(manner: Manner = {}): Promise<Answer> {
    return (await this.#begin(manner)).answer;
  }

  /** Asks, and the answer breaks off. @throws Compromised when it ends in any other way. */
  async haveBrokenOff(manner: Manner): Promise<void> {
    const { outcome } = await this.ask(manner);
    if (outcome !== 'broken off') throw new Compromised(`an answer was to break off, but it was ${outcome}`);
  }

  async askOneAfterAnother(count: number, manner: Manner = {}): Promise<void> {
    for (let each = 0; each < count; each += 1) await this.ask(manner);
  }

  /** Asks again and again, until the provider has received a question or the time is over. */
  async askUntilOneReaches(role: string, limitMs: number): Promise<void> {
    const { log } = await this.#environment.provider(role);
    const [before, untilMs] = [log.length, nowMs() + limitMs];
    while (log.length === before && nowMs() < untilMs) await this.ask();
  }

  async askAtOnce(count: number, manner: Manner = {}): Promise<void> {
    const begun = await Promise.all(Array.from({ length: count }, () => this.#begin(manner)));
    await Promise.all(begun.map(({ answer }) => answer));
  }

  /**
   * Asks and returns once the provider has all of them; nobody waits for the answers yet.
   * @throws when they do not come: then the service has held them back.
   */
  async askUntilTheyReach(role: string, count: number, manner: Manner = {}): Promise<void> {
    const provider = await this.#environment.provider(role);
    const before = provider.log.length;
    await Promise.all(Array.from({ length: count }, () => this.#begin(manner)));
    await this.#environment.promptly(
      () => provider.log.length >= before + count,
      () => `${provider.log.length - before} of ${count} questions had reached the ${role} provider`,
    );
  }

  /** These wait for answers that the provider holds back until `waitingEndAs`. */
  async waitAt(role: string, count: number): Promise<void> {
    await this.#environment.ailments.is(role, 'holds its answers');
    await this.askUntilTheyReach(role, count);
  }

  /** The provider lets go of what it held. @returns when every question has ended. */
  async waitingEndAs(phrase: string): Promise<void> {
    const primary = await this.#environment.provider('primary');
    const released = primary.release(behaviourByPhrase(phrase));
    if (released === 0) throw new Compromised('no question was waiting at the primary provider any more');
    await this.answers();
  }

  /** These read a stream that goes on for a while, and each has the first token. */
  async readUnfinished(role: string, count: number): Promise<void> {
    await this.#environment.providers.behave(role, unfinished, 'streams slowly');
    await this.haveBeenReading(role, count, 0);
  }

  /** These read a stream, and each got the first token longer ago than this. */
  async haveBeenReading(role: string, count: number, longerThanMs: number): Promise<void> {
    const provider = await this.#environment.provider(role);
    const before = provider.log.length;
    await this.askUntilTheyReach(role, count, { streamed: true });
    const isReading = ({ firstTokenAtMs }: ProviderRequest): boolean =>
      nowMs() - (firstTokenAtMs ?? nowMs()) > longerThanMs;
    await this.#environment.until(
      () => provider.log.slice(before).filter(isReading).length >= count,
      () => `not all of ${count} readers had been reading for ${longerThanMs} ms`,
    );
  }

  /** The connection under the answers that are being read is reset. */
  async unfinishedBreaksOff(role: string): Promise<void> {
    const cut = (await this.#environment.provider(role)).cutInFlight();
    if (cut === 0) throw new Compromised('no answer was under way any more');
    await this.answers();
  }

  async unfinishedIsFinished(): Promise<void> {
    await this.answers();
  }

  /** Asks one question after another; a third of the way in the provider dies, after two thirds it is back. */
  async askThroughAnOutage(role: string, count: number): Promise<void> {
    const part = Math.floor(count / 3);
    await this.askOneAfterAnother(part);
    await this.#environment.ailments.dies(role);
    await this.askOneAfterAnother(part);
    await this.#environment.ailments.is(role, 'is healthy');
    await this.askOneAfterAnother(count - 2 * part);
  }

  /** Somebody with this plan asks. */
  async askAs(plan: Plan, manner: Manner = {}): Promise<void> {
    await this.ask({ ...manner, user: personaWith(plan, 0) });
  }

  /** So many with this plan ask at once. */
  async askAtOnceAs(plan: Plan, count: number): Promise<void> {
    await this.askAtOnce(count, { user: personaWith(plan, 0) });
  }

  /** Asks, is refused, and asks once more at the moment that the refusal named. @throws when it named none. */
  async askAndComeBack(): Promise<void> {
    const { error, endedAtMs, outcome } = await this.ask();
    if (error?.retryAfterSeconds === undefined)
      throw new Error(
        `A user was to be told when to come back; the answer was ${outcome}: ${JSON.stringify(error)}`,
      );
    const backAtMs = endedAtMs + 1_000 * error.retryAfterSeconds;
    await this.#environment.until(
      () => nowMs() >= backAtMs,
      () => 'it was too early to come back',
      backAtMs - nowMs() + 1_000,
    );
    await this.ask();
  }

  /** What waited at the provider meets a limit of this length. */
  async waitingMeetLimit(forMs: number): Promise<void> {
    const primary = await this.#environment.provider('primary');
    if (primary.release({ kind: 'rate-limiting', asks: { form: 'milliseconds', forMs } }) === 0)
      throw new Compromised('no question was waiting at the primary provider any more');
    await this.answers();
  }

  /** Each of what can be done with conversations and orders, once. */
  async readAndWriteOnce(): Promise<void> {
    await this.readers.readTheConversation(1);
    await this.writers.write(1, 1);
  }

  /** Looks at `/v1/status`, as a monitoring page does. */
  async readTheState(times: number): Promise<void> {
    const { url } = await this.#environment.service();
    for (let time = 0; time < times; time += 1) await readServiceState(url);
  }

  /** Asks, waits until the provider has the questions, and hangs up. */
  async askAndGiveUp(role: string, count: number, manner: Manner = {}): Promise<void> {
    const before = this.#pending.length;
    await this.askUntilTheyReach(role, count, manner);
    const begun = this.#pending.slice(before);
    for (const { giveUp } of begun) giveUp.abort();
    await Promise.all(begun.map(({ answer }) => answer));
    await this.#environment.serviceHasNoticedHangUps(role);
  }

  /** Asks the same question as the last one once more. */
  async askAgain(manner: Manner): Promise<void> {
    const question = this.#pending.at(-1)?.question;
    if (question === undefined) throw new Error('Nothing has been asked that could be asked again');
    await this.ask({ ...manner, question });
  }

  /** Asks with OpenAI's own client, as its users do. */
  async askWithOfficialClient({ streamed = true, count = 1 } = {}): Promise<void> {
    const { url } = await this.#environment.service();
    const model = this.#environment.firstModel();
    const asked = Array.from({ length: count }, () => {
      const question = this.#nextQuestion();
      const answer = askWithOfficialClient(url, { user: personas.Ada, question, model, streamed });
      this.#pending.push({ user: personas.Ada.name, question, giveUp: new AbortController(), answer });
      void answer.then((ended) => this.#write(ended));
      return answer;
    });
    await Promise.all(asked);
  }

  /** Each service of a fleet is asked once, all at the same time. */
  async askEachOfTheFleet(manner: Manner): Promise<void> {
    await this.#environment.fleet.askEach(
      async (serviceUrl) => (await this.#begin(manner, serviceUrl)).answer,
    );
  }

  /** Each service of a crowd is asked once, all at the same time. */
  async askEachOfTheCrowd(): Promise<void> {
    const urls = await this.#environment.crowd.urls();
    const begun = await Promise.all(urls.map((url) => this.#begin({}, url)));
    await Promise.all(begun.map(({ answer }) => answer));
  }

  /** A connection over which nothing is asked. */
  async connectAndSayNothing(): Promise<void> {
    const { hostname, port } = new URL((await this.#environment.service()).url);
    const socket = connect({ host: hostname, port: Number(port) });
    socket.on('error', () => {});
    await once(socket, 'connect');
    this.#silent.push(socket);
  }

  [Symbol.dispose](): void {
    this.live[Symbol.dispose]();
    for (const socket of this.#silent) socket.destroy();
    for (const { giveUp } of this.#pending) giveUp.abort();
    this.#client.close();
  }

  async #begin(manner: Manner, serviceUrl?: string): Promise<Pending> {
    const url = serviceUrl ?? (await this.#environment.service()).url;
    const giveUp = new AbortController();
    const question = manner.question ?? this.#nextQuestion();
    const user =
      manner.user === 'stranger' ? { name: 'a stranger', token: undefined } : personas[manner.user ?? 'Ada'];
    const answer = this.#client.ask(url, {
      user,
      question,
      model: manner.model ?? this.#environment.firstModel(),
      streamed: manner.streamed ?? false,
      signal: giveUp.signal,
      ...(manner.willingMs === undefined ? {} : { willingMs: manner.willingMs }),
    });
    const pending = { user: user.name, question, giveUp, answer };
    this.#pending.push(pending);
    void answer.then((ended) => this.#write(ended));
    return pending;
  }

  #nextQuestion(): string {
    this.#asked += 1;
    return `What is the answer to question ${this.#asked}?`;
  }

  #write(answer: Answer): void {
    const what = answer.error ? `${answer.outcome} (${answer.error.code})` : answer.outcome;
    const from = answer.model ? ` from ${answer.model}` : '';
    const tookMs = Math.round(answer.endedAtMs - answer.askedAtMs);
    this.#journal.record({
      lane: 'user',
      subject: answer.user,
      atMs: answer.askedAtMs,
      event: `asked "${answer.question}"${answer.streamed ? ' as a stream' : ''}: ${what}${from} after ${tookMs} ms`,
      details: { ...answer },
    });
  }
}
