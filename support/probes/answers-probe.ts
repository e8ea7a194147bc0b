import { expect } from 'chai';
import type { ScenarioEnvironment } from '../environments/scenario-environment';
import type { Answer } from '../users/answer';
import type { Users } from '../users/users';
import { describeAnswer, isBeginningOfAnswerOf, isCompleteAnswerOf } from './answer-check';
import type { ReadingsProbe } from './readings-probe';

/** "At once": without waiting for the provider, which takes 2 s. Refusing takes milliseconds; the rest is room for a busy machine. */
const atOnceMs = 1_000;

const tellings: Record<string, { code: string; words: RegExp }> = {
  'the assistant is resting': { code: 'assistant_resting', words: /assistant is resting/i },
  'the assistant cannot answer': { code: 'assistant_unavailable', words: /assistant cannot answer/i },
  'the assistant is asked too much': {
    code: 'assistant_rate_limited',
    words: /being asked more than it may answer/i,
  },
  'the assistant is out of service': { code: 'assistant_out_of_service', words: /out of service until/i },
  'too many questions are waiting': {
    code: 'assistant_queue_full',
    words: /too many questions are waiting/i,
  },
  'the assistant is busy': { code: 'assistant_busy', words: /as many questions as it can/i },
};

/** THEN: what users got. */
export class AnswersProbe {
  readonly #users: Users;
  readonly #environment: ScenarioEnvironment;

  readonly #readings: ReadingsProbe;

  constructor(users: Users, environment: ScenarioEnvironment, readings: ReadingsProbe) {
    this.#readings = readings;
    this.#users = users;
    this.#environment = environment;
  }

  /** The last question has the provider's complete answer, to the letter. */
  async lastIsCompleteFrom(role: string): Promise<void> {
    this.#expectCompleteFrom(role, await this.#users.lastAnswer());
  }

  async allAreCompleteFrom(role: string): Promise<void> {
    for (const answer of await this.#all()) this.#expectCompleteFrom(role, answer);
  }

  /** As many as stated have it; the others have not. */
  async completeFrom(count: number, role: string): Promise<void> {
    const complete = (await this.#all()).filter((answer) => isCompleteAnswerOf(role, answer));
    expect(complete.length, `users with the complete answer of the ${role} provider`).to.equal(count);
  }

  /** Each has the complete answer of one provider or another. */
  async allAreComplete(): Promise<void> {
    const { roles } = this.#environment.providers;
    const others = (await this.#all()).filter(
      (answer) => !roles.some((role) => isCompleteAnswerOf(role, answer)),
    );
    expect(others.map(describeAnswer), 'questions without a complete answer').to.be.empty;
  }

  /** Whoever was answered was answered once, in one piece, by one provider; a late answer changes nothing. */
  async nobodyIsAnsweredTwice(): Promise<void> {
    const doubles = await this.#environment.providers.doubles();
    await this.#environment.until(
      () => doubles.every((double) => double.inFlight() === 0),
      () => 'a provider had not finished its late answers',
    );
    const { roles } = this.#environment.providers;
    const twice = (await this.#all()).filter((answer) => {
      const isWhole = roles.some((role) => isCompleteAnswerOf(role, answer));
      const isPart = roles.some((role) => isBeginningOfAnswerOf(role, answer)) && answer.finishes === 0;
      return !(isWhole || isPart || (answer.text === '' && answer.finishes === 0));
    });
    expect(twice.map(describeAnswer), 'answers that are not one answer of one provider').to.be.empty;
    for (const double of doubles.filter(({ role }) => role !== roles[0])) {
      const asked = double.log.map(({ question }) => question);
      const again = asked.filter((question, index) => asked.indexOf(question) !== index);
      expect(again, `questions that the ${double.role} provider was asked more than once`).to.be.empty;
    }
  }

  async lastSaysModel(model: string): Promise<void> {
    const last = await this.#users.lastAnswer();
    expect(last.outcome, describeAnswer(last)).to.equal('complete');
    expect(last.model, 'the model that the answer names').to.equal(model);
    const doubles = await this.#environment.providers.doubles();
    const wasAsked = doubles.flatMap(({ role, log }) =>
      log.filter(({ question }) => question === last.question).map((request) => ({ ...request, role })),
    );
    const gaveIt = wasAsked.find(({ role }) => isCompleteAnswerOf(role, last));
    expect(gaveIt?.model, `the model that was asked of the ${gaveIt?.role} provider`).to.equal(model);
  }

  /** The last user was told this, with a moment for trying again. */
  async lastIsToldAndWhen(telling: string): Promise<void> {
    this.#expectTold(telling, await this.#users.lastAnswer());
  }

  async toldAndWhen(count: number, telling: string): Promise<void> {
    const refused = (await this.#all()).filter((answer) => answer.outcome === 'refused');
    expect(refused.length, 'users who were refused').to.equal(count);
    for (const answer of refused) this.#expectTold(telling, answer);
  }

  /** This user was told this, with a moment for trying again. */
  isTold(telling: string, answer: Answer): void {
    this.#expectTold(telling, answer);
  }

  /** The moment that the last refusal names. */
  async lastIsToldToComeBackIn(leastSeconds: number, mostSeconds: number): Promise<void> {
    const last = await this.#users.lastAnswer();
    expect(last.error?.retryAfterSeconds, describeAnswer(last)).to.be.within(leastSeconds, mostSeconds);
  }

  /** What still works, as the refusal says and as is so. */
  async lastIsToldThatConversationsWork(): Promise<void> {
    const last = await this.#users.lastAnswer();
    expect(last.error?.message, describeAnswer(last)).to.match(/conversations still works/);
    await this.#users.readers.readTheConversation(1);
    this.#readings.lastHasTheConversation();
  }

  async allCameWithin(limitMs: number): Promise<void> {
    const slow = (await this.#all()).filter(({ askedAtMs, endedAtMs }) => endedAtMs - askedAtMs > limitMs);
    expect(slow.map(describeAnswer), `answers that took longer than ${limitMs} ms`).to.be.empty;
  }

  async lastIsToldCode(code: string): Promise<void> {
    const last = await this.#users.lastAnswer();
    expect(last.outcome, describeAnswer(last)).to.equal('refused');
    expect(last.error?.code, describeAnswer(last)).to.equal(code);
  }

  /** Neither names nor models nor addresses nor keys of providers stand in what users were told. */
  async nothingAboutProviders(): Promise<void> {
    const secrets = /primary|secondary|openai|anthropic|gpt|claude|key-of|127\.0\.0\.1|https?:|status \d{3}/i;
    for (const { error, headers } of await this.#all()) {
      expect(error, 'an error').to.not.equal(undefined);
      expect(JSON.stringify({ error, headers })).to.not.match(secrets);
    }
  }

  async refusedAtOnce(count: number): Promise<void> {
    const refused = (await this.#all()).filter((answer) => answer.error?.code === 'assistant_resting');
    const quick = refused.filter((answer) => answer.endedAtMs - answer.askedAtMs < atOnceMs);
    expect(quick.length, `users refused within ${atOnceMs} ms`).to.equal(count);
  }

  async lastCameWithin(limitMs: number): Promise<void> {
    const last = await this.#users.lastAnswer();
    expect(last.endedAtMs - last.askedAtMs, 'milliseconds from asking to the end').to.be.below(limitMs);
  }

  /** The law of streams: an explicit error, and neither a finish reason nor `[DONE]`. */
  async lastBrokeOff(): Promise<void> {
    this.#expectBrokenOff(await this.#users.lastAnswer());
  }

  async brokenOff(count: number): Promise<void> {
    const broken = (await this.#all()).filter((answer) => answer.outcome === 'broken off');
    for (const answer of broken) this.#expectBrokenOff(answer);
    expect(broken.length, 'users told that their answer broke off').to.equal(count);
  }

  async lastIsOnlyTheBeginningFrom(role: string): Promise<void> {
    const last = await this.#users.lastAnswer();
    expect(isBeginningOfAnswerOf(role, last), describeAnswer(last)).to.equal(true);
  }

  #expectTold(telling: string, answer: Answer): void {
    const expected = tellings[telling];
    if (!expected)
      throw new Error(
        `Nobody can be told "${telling}"; expected one of: ${Object.keys(tellings).join(', ')}`,
      );
    expect(answer.outcome, describeAnswer(answer)).to.equal('refused');
    expect(answer.error?.code, describeAnswer(answer)).to.equal(expected.code);
    expect(answer.error?.message).to.match(expected.words);
    const [, seconds] = /try again in (\d+) seconds?/.exec(answer.error?.message ?? '') ?? [];
    expect(Number(seconds), `seconds to wait in "${answer.error?.message}"`).to.be.at.least(1);
    expect(answer.error?.retryAfterSeconds, 'Retry-After').to.equal(Number(seconds));
    // The official client keeps the headers to itself; what it does about them is seen elsewhere.
    if (answer.headers['x-service-level'] !== undefined)
      expect(answer.headers['x-should-retry'], 'x-should-retry').to.equal('false');
  }

  #expectBrokenOff(answer: Answer): void {
    expect(answer.outcome, describeAnswer(answer)).to.equal('broken off');
    expect(answer.error?.code, describeAnswer(answer)).to.equal('answer_broken_off');
    expect(answer.finishes, 'times said to be finished').to.equal(0);
  }

  #expectCompleteFrom(role: string, answer: Answer): void {
    expect(
      isCompleteAnswerOf(role, answer),
      `${describeAnswer(answer)}; expected all of the ${role} provider's`,
    ).to.equal(true);
  }

  async #all(): Promise<Answer[]> {
    const answers = await this.#users.answers();
    if (answers.length === 0) throw new Error('No user has asked anything; a When must come first');
    return answers;
  }
}
