import { randomUUID } from 'node:crypto';
import { Agent } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { ScenarioEnvironment } from '../environments/scenario-environment';
import type { Journal } from '../evidence/journal';
import { Compromised } from '../evidence/verdict';
import { seededRandom } from '../random/seeded-random';
import { shuffled } from '../random/shuffled';
import {
  customers,
  type Deed,
  type Operation,
  operations,
  type PersonaName,
  personaNames,
  personas,
} from './personas';
import { arrivalsBy } from './traffic/arrival-phrases';
import { openLoop } from './traffic/open-loop';
import { type TrialOutcome, type TrialRequest, trialExchange } from './trial-exchange';
import { usageReport } from './usage-report';

/** What became of somebody's trying to do something. Times are milliseconds since the epoch, by the clock on the wall, as sign-ins end. */
export interface Trial extends TrialOutcome {
  readonly user: PersonaName;
  readonly operation: Deed;
  /** By which it can be found in the service's log. */
  readonly requestId: string;
  readonly askedAtMs: number;
  readonly endedAtMs: number;
}

/** What is done how often. */
const mix: readonly Operation[] = [
  ...Array<Operation>(8).fill('ask'),
  ...Array<Operation>(6).fill('read'),
  ...Array<Operation>(3).fill('write'),
  ...Array<Operation>(2).fill('order'),
  'summarise',
];

/** How long a user looks at a conversation before reading it anew. */
const betweenReadingsMs = 50;

/** Fewer at once than any queue or bulkhead holds back. */
const warmUp = { rounds: 10, atOnce: 4 };

/** A machine on which a request comes later than this is too busy to say anything. */
const mostLateMs = 500;

/** Words by which what this user tried can be found again wherever it may have left a trace. */
export function traceOf(user: PersonaName, operation: Deed): string {
  return `${user} tries to ${operation}.`;
}

/** Those who try what their account may or may not include. */
export class Trials {
  readonly #environment: ScenarioEnvironment;
  readonly #journal: Journal;
  /** In order of ending. */
  readonly all: Trial[] = [];

  constructor(environment: ScenarioEnvironment, journal: Journal) {
    this.#environment = environment;
    this.#journal = journal;
  }

  /** Each operation once, with the user's own conversation; where there are usage reports, looking at the own one too. */
  async tryEverything(user: PersonaName): Promise<void> {
    for (const operation of operations) await this.#try(user, operation);
    if (this.#environment.servers.kinds.includes('clickhouse')) await this.#try(user, 'look at usage');
  }

  /** Does this once, with the user's own conversation. @param hangUp ends the waiting. */
  async once(user: PersonaName, operation: Deed, hangUp?: AbortSignal): Promise<void> {
    await this.#try(user, operation, undefined, hangUp);
  }

  /** The same, and then waits until the usage report says so. @throws Compromised when it never does. */
  async askAndSeeReported(user: PersonaName, times: number): Promise<void> {
    await this.ask(user, times);
    const { url } = await this.#environment.service();
    let said = '';
    await this.#environment.until(
      async () => {
        said = await usageReport(url, user);
        return said === `ask ${times}`;
      },
      () => `the usage report of ${user} was to say "ask ${times}"; it said "${said}"`,
    );
  }

  /** Reads the own conversation so often, each time when it was shown. */
  async readTimes(user: PersonaName, times: number): Promise<void> {
    for (let time = 0; time < times; time += 1) await this.#try(user, 'read');
  }

  /** Asks so many questions, one after another. */
  async ask(user: PersonaName, times: number): Promise<void> {
    for (let time = 0; time < times; time += 1) await this.#try(user, 'ask');
  }

  /** The same by all ten, at once. */
  async everybodyTriesEverything(): Promise<void> {
    await Promise.all(personaNames.map((user) => this.tryEverything(user)));
  }

  /** All ten read their conversations again and again for so long; after a third of it something happens. */
  async readWhile(forMs: number, happens: () => void): Promise<void> {
    const untilMs = Date.now() + forMs;
    const readOn = async (user: PersonaName): Promise<void> => {
      while (Date.now() < untilMs) {
        await this.#try(user, 'read');
        await delay(betweenReadingsMs);
      }
    };
    const reading = Promise.all(personaNames.map(readOn));
    await delay(forMs / 3);
    happens();
    await reading;
  }

  /** So many requests of these kinds by all customers, in whatever order, each when it is due, however slow the answers are. @param options warm: the service is, or nothing is to be done before. */
  async mixed(
    count: number,
    arrivals: string,
    kinds: readonly Operation[] = mix,
    { isWarm = false } = {},
  ): Promise<void> {
    const random = seededRandom(this.#environment.seed);
    const wishes = shuffled(
      Array.from({ length: count }, (_, index) => kinds[index % kinds.length] as Operation),
      random,
    ).map((operation) => ({
      user: customers[Math.floor(random() * customers.length)] as PersonaName,
      operation,
    }));
    const offsetsMs = arrivalsBy(arrivals, count, random);
    const agent = new Agent({ keepAlive: true });
    const ask = async (index: number): Promise<void> => {
      const wish = wishes[index];
      if (wish) await this.#try(wish.user, wish.operation, agent);
    };
    try {
      if (!isWarm) await this.#warmUp(kinds, agent);
      const { mostLateMs: lateMs } = await openLoop({ offsetsMs, ask });
      if (lateMs > mostLateMs)
        throw new Compromised(
          `a request came ${Math.round(lateMs)} ms late, more than ${mostLateMs} ms: the machine is too busy to measure on`,
        );
    } finally {
      agent.destroy();
    }
  }

  /** A service that has just started is slow at first. None of this counts. */
  async #warmUp(kinds: readonly Operation[], agent: Agent): Promise<void> {
    const before = this.all.length;
    for (let round = 0; round < warmUp.rounds; round += 1)
      await Promise.all(
        customers.slice(0, warmUp.atOnce).map((user, index) => {
          const operation = kinds[(round * warmUp.atOnce + index) % kinds.length] as Operation;
          return this.#try(user, operation, agent);
        }),
      );
    this.all.splice(before);
  }

  async #try(user: PersonaName, operation: Deed, agent?: Agent, hangUp?: AbortSignal): Promise<void> {
    const { url } = await this.#environment.service();
    const request = this.#request(user, operation);
    const askedAtMs = Date.now();
    const requestId = randomUUID();
    const { token } = personas[user];
    const seen = await trialExchange(`${url}${request.path}`, { token, requestId, agent, hangUp }, request);
    this.all.push({ user, operation, requestId, ...seen, askedAtMs, endedAtMs: Date.now() });
    const event = `tried to ${operation}: ${seen.code ?? seen.how}, at level ${seen.level}`;
    this.#journal.record({ lane: 'user', subject: user, event });
  }

  #request(user: PersonaName, operation: Deed): TrialRequest {
    const trace = traceOf(user, operation);
    const ownPath = (): string => `/v1/threads/${this.#environment.conversations.idOf(user)}`;
    switch (operation) {
      case 'ask': {
        const messages = [{ role: 'user', content: trace }];
        const body = { model: this.#environment.firstModel(), messages };
        return { method: 'POST', path: '/v1/chat/completions', body };
      }
      case 'summarise':
        return { method: 'POST', path: `${ownPath()}/summary` };
      case 'read':
        return { method: 'GET', path: ownPath() };
      case 'write':
        return { method: 'POST', path: `${ownPath()}/messages`, body: { text: trace } };
      case 'order': {
        const lines = [{ product: trace, quantity: 1, unitPriceCents: 100 }];
        return { method: 'POST', path: '/v1/orders', body: { lines } };
      }
      case 'look at usage':
        return { method: 'GET', path: '/v1/usage' };
    }
  }
}
