import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { ScenarioEnvironment } from '../environments/scenario-environment';
import type { Journal } from '../evidence/journal';
import { AssistantClient } from './assistant-client';
import { type Operation, operations, type PersonaName, personaNames, personas } from './personas';
import { askForSummary, readConversation } from './reading';
import { write } from './writing';

/** What became of somebody's trying to do something. Times are milliseconds since the epoch. */
export interface Trial {
  readonly user: PersonaName;
  readonly operation: Operation;
  /** The error's code; undefined where it was done, or accepted. */
  readonly code: string | undefined;
  readonly askedAtMs: number;
  readonly endedAtMs: number;
}

/** How long a user looks at a conversation before reading it anew. */
const betweenReadingsMs = 50;

/** Words by which what this user tried can be found again wherever it may have left a trace. */
export function traceOf(user: PersonaName, operation: Operation): string {
  return `${user} tries to ${operation}.`;
}

/** Those who try what their account may or may not include. */
export class Trials implements Disposable {
  readonly #environment: ScenarioEnvironment;
  readonly #journal: Journal;
  readonly #client = new AssistantClient();
  /** In order of ending. */
  readonly all: Trial[] = [];

  constructor(environment: ScenarioEnvironment, journal: Journal) {
    this.#environment = environment;
    this.#journal = journal;
  }

  /** Each operation once, with the user's own conversation. */
  async tryEverything(user: PersonaName): Promise<void> {
    for (const operation of operations) await this.#try(user, operation);
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

  [Symbol.dispose](): void {
    this.#client.close();
  }

  async #try(user: PersonaName, operation: Operation): Promise<void> {
    const { url } = await this.#environment.service();
    const askedAtMs = Date.now();
    const code = await this.#codeOf(url, user, operation);
    this.all.push({ user, operation, code, askedAtMs, endedAtMs: Date.now() });
    const event = `tried to ${operation}: ${code ?? 'done'}`;
    this.#journal.record({ lane: 'user', subject: user, event });
  }

  async #codeOf(url: string, name: PersonaName, operation: Operation): Promise<string | undefined> {
    const user = personas[name];
    const trace = traceOf(name, operation);
    if (operation === 'ask') {
      const asking = { user, question: trace, model: this.#environment.firstModel(), streamed: false };
      const { error, outcome } = await this.#client.ask(url, asking);
      return outcome === 'complete' ? undefined : (error?.code ?? outcome);
    }
    const threadId = this.#environment.conversations.idOf(name);
    if (operation === 'read') return (await readConversation(url, user, threadId)).code;
    if (operation === 'summarise') return (await askForSummary(url, user, threadId)).code;
    const writing =
      operation === 'write'
        ? ({ kind: 'message', threadId, text: trace } as const)
        : ({ kind: 'order', lines: [{ product: trace, quantity: 1, unitPriceCents: 100 }] } as const);
    const { code, outcome } = await write(url, user, writing, randomUUID());
    return outcome === 'acknowledged' ? undefined : (code ?? outcome);
  }
}
