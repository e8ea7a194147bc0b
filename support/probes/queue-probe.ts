import { expect } from 'chai';
import type { ScenarioEnvironment } from '../environments/scenario-environment';
import { type PersonaName, personas } from '../users/personas';
import type { Users } from '../users/users';
import type { AnswersProbe } from './answers-probe';
import { readMetrics, sumOf } from './metrics-page';

/** One request that came to the provider, by who wanted it. */
interface Came {
  kind: string;
  /** Place in the order of asking. */
  asked: number;
}

/** THEN: in which order those came on who had to wait, and what became of the others. */
export class QueueProbe {
  readonly #environment: ScenarioEnvironment;
  readonly #users: Users;
  readonly #answers: AnswersProbe;

  constructor(environment: ScenarioEnvironment, users: Users, answers: AnswersProbe) {
    this.#environment = environment;
    this.#users = users;
    this.#answers = answers;
  }

  /** Exactly these, in this order. @param rows count and kind, such as `questions of paying users`. */
  async cameInOrder(role: string, rows: readonly (readonly string[])[]): Promise<void> {
    const runs: { count: number; kind: string }[] = [];
    for (const { kind } of await this.#came(role)) {
      const last = runs.at(-1);
      if (last?.kind === kind) last.count += 1;
      else runs.push({ count: 1, kind });
    }
    const seen = runs.map(({ count, kind }) => `${count} ${kind}`);
    expect(seen, `what came to the ${role} provider`).to.deep.equal(
      rows.map(([count, kind = '']) => `${count} ${kindIn(kind)}`),
    );
  }

  /** Of each kind, who asked first came first. */
  async cameInOrderOfAsking(role: string): Promise<void> {
    const came = await this.#came(role);
    for (const kind of new Set(came.map((each) => each.kind))) {
      const order = came.filter((each) => each.kind === kind).map(({ asked }) => asked);
      expect(order, `places in the order of asking, ${kind}`).to.deep.equal([...order].sort((a, b) => a - b));
    }
  }

  /** What its user gave up while it waited. */
  async neverReceivedWhatWasGivenUp(role: string): Promise<void> {
    await this.#users.answers();
    const { log } = await this.#environment.provider(role);
    const givenUp = this.#users.asked().filter(({ giveUp }) => giveUp.signal.aborted);
    expect(givenUp, 'questions that were given up').to.not.be.empty;
    for (const { question } of givenUp)
      expect(
        log.filter((request) => request.question === question).length,
        `requests with a question that was given up`,
      ).to.equal(0);
  }

  /** Of those with this plan who waited, the one who asked last was refused; nobody else of them was. */
  async lastOfThemIsTold(plan: string, telling: string): Promise<void> {
    const held = this.#users.waiting.held().filter((each) => each.plan === plan);
    const answers = await Promise.all(held.map(({ answer }) => answer));
    const refused = answers.map(({ outcome }) => outcome === 'refused');
    expect(refused, 'whether each of those who waited was refused').to.deep.equal(
      held.map((_, index) => index === held.length - 1),
    );
    this.#answers.isTold(telling, answers.at(-1) as (typeof answers)[number]);
  }

  /** What the metrics say became of those who waited; and the users and the provider say the same. */
  async metricsCount(role: string, rows: readonly Record<string, string>[]): Promise<void> {
    const answers = await this.#users.answers();
    const samples = await readMetrics((await this.#environment.service()).url);
    const counted = rows.map((row) =>
      Object.fromEntries(
        Object.keys(row).map((column) => [
          column,
          column === 'class'
            ? row.class
            : String(sumOf(samples, 'queue_left_total', { class: row.class ?? '', outcome: column })),
        ]),
      ),
    );
    expect(counted, 'what the metrics count').to.deep.equal(rows);
    const of = (outcome: string): number => sumOf(samples, 'queue_left_total', { outcome });
    const came = await this.#came(role);
    expect(of('let on'), 'let on, against what came to the provider').to.equal(came.length);
    const refused = answers.filter(({ error }) => error?.code === 'assistant_queue_full').length;
    expect(of('full') + of('displaced'), 'full and displaced, against users told so').to.equal(refused);
    expect(sumOf(samples, 'queue_waiting'), 'still waiting').to.equal(0);
  }

  /** Nobody since the set-up: the queue has let on just those who came to it before. */
  async nobodyHadToWait(role: string): Promise<void> {
    const came = await this.#came(role);
    const samples = await readMetrics((await this.#environment.service()).url);
    const letOn = sumOf(samples, 'queue_left_total', { outcome: 'let on' });
    const { log } = await this.#environment.provider(role);
    const setUp = log.filter((request) => this.#environment.limits.isSetUp(request)).length;
    expect(came.length, `requests to the ${role} provider`).to.be.above(0);
    expect(letOn, 'questions that had to wait for a turn, beyond those of the set-up').to.be.at.most(setUp);
  }

  /** Everything of the scenario that came, once all is answered. */
  async #came(role: string): Promise<Came[]> {
    await this.#users.answers();
    for (const { status, code } of await this.#users.waiting.summarised())
      expect(status, `a summary: ${code ?? status}`).to.equal(200);
    const asked = this.#users.asked();
    const { log } = await this.#environment.provider(role);
    return log
      .filter((request) => !this.#environment.limits.isSetUp(request))
      .map(({ question }) => {
        const index = asked.findIndex((each) => each.question === question);
        const user = asked[index]?.user as PersonaName | undefined;
        // What nobody asked is what was made of a conversation, whose owner has a name too.
        const owner = user ?? (question.split(':')[0] as PersonaName);
        const plan = personas[owner]?.plan ?? 'unknown';
        return { kind: user ? `question ${plan}` : `summary ${plan}`, asked: index };
      });
  }
}

/** `questions of paying users`, `summary for a trial user`. @throws for anything else. */
function kindIn(words: string): string {
  const [, work, plan] = /^(question|summar)\w* (?:of|for) (?:an? )?(paying|trial) users?$/.exec(words) ?? [];
  if (work === undefined)
    throw new Error(
      `It must read like "questions of paying users" or "summaries for trial users"; got "${words}"`,
    );
  return `${work === 'summar' ? 'summary' : work} ${plan}`;
}
