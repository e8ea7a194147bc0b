import { expect } from 'chai';
import type { ScenarioEnvironment } from '../environments/scenario-environment';
import { arrivalsPicture } from '../evidence/arrivals-picture';
import { eventually } from '../evidence/eventually';
import type { Journal } from '../evidence/journal';
import { nowMs } from '../evidence/now';
import { Compromised } from '../evidence/verdict';
import type { ProviderRequest } from '../providers/provider-double';
import type { Users } from '../users/users';
import { fullestWindow } from './backoff/fullest-window';
import { readServiceState } from './service-state';

/** Above what was asked for: the first backoff of 200 ms, and half a second for a busy machine. */
const soonMs = 700;

/** THEN: how a provider's wish to be left alone was obeyed, by the provider's own log. */
export class LimitsProbe {
  readonly #environment: ScenarioEnvironment;
  readonly #users: Users;
  readonly #journal: Journal;

  constructor(environment: ScenarioEnvironment, users: Users, journal: Journal) {
    this.#environment = environment;
    this.#users = users;
    this.#journal = journal;
  }

  /** Nothing came before its time was over, and something came soon after it. */
  async wasLeftAlone(role: string, wantedMs?: number): Promise<void> {
    const askedFor = wantedMs === undefined ? this.#environment.limits.askedFor(role) : { forMs: wantedMs };
    const { forMs } = askedFor;
    const mostMs = forMs + (askedFor.roundedUpByMs ?? 0) + soonMs;
    await this.#users.answers();
    const { log } = await this.#environment.provider(role);
    const [asking, after] = this.#askingIn(log);
    expect(after.length, `requests to the ${role} provider after it asked to be left alone`).to.be.above(0);
    const first = Math.min(...after.map(({ arrivedAtMs }) => arrivedAtMs)) - asking.arrivedAtMs;
    expect(first, `milliseconds for which the ${role} provider was left alone`).to.be.within(forMs, mostMs);
  }

  /** Nothing has come since it asked, although its time is not over. */
  async wasLeftAloneSinceItAsked(role: string): Promise<void> {
    await this.#users.answers();
    const { log } = await this.#environment.provider(role);
    const last = await this.#users.lastAnswer();
    if (last.endedAtMs > this.#environment.limits.endsAtMs(role))
      throw new Compromised('the limit was over before the last question was answered');
    const [, after] = this.#askingIn(log);
    expect(after.length, `requests to the ${role} provider since it asked to be left alone`).to.equal(0);
  }

  /** The largest number of requests that came in any stretch of time of this length, the set-up's left out. */
  async busiest(role: string, widthMs: number, most: number): Promise<void> {
    await this.#users.answers();
    const { log } = await this.#environment.provider(role);
    const arrivals = log
      .filter((request) => !this.#environment.limits.isSetUp(request))
      .map(({ arrivedAtMs }) => arrivedAtMs)
      .sort((one, other) => one - other);
    this.#journal.attach(
      arrivalsPicture({
        title: `Requests to the ${role} provider after its limit`,
        clients: arrivals.map((each) => [each]),
      }),
    );
    const seen = fullestWindow(arrivals, widthMs);
    expect(seen, `requests to the ${role} provider in the busiest ${widthMs} ms`).to.be.within(1, most);
  }

  /** Of the time from the first to the last that came; evenly would be half of them. */
  async cameEverFaster(role: string, least: number): Promise<void> {
    await this.#users.answers();
    const { log } = await this.#environment.provider(role);
    const arrivals = log
      .filter((request) => !this.#environment.limits.isSetUp(request))
      .map(({ arrivedAtMs }) => arrivedAtMs);
    const middle = (Math.min(...arrivals) + Math.max(...arrivals)) / 2;
    const later = arrivals.filter((each) => each > middle).length;
    const words = `requests in the second half of the time, ${arrivals.length - later} in the first`;
    expect(later, words).to.be.at.least(least);
  }

  async refusedAtMost(role: string, most: number): Promise<void> {
    await this.#users.answers();
    const { log } = await this.#environment.provider(role);
    const refused = log.filter(
      (request) => request.status === 429 && !this.#environment.limits.isSetUp(request),
    );
    expect(refused.length, `requests that the ${role} provider refused`).to.be.at.most(most);
  }

  /** The last answer did not wait for the limit to end. */
  async lastCameBeforeItsEnd(role: string): Promise<void> {
    const { endedAtMs } = await this.#users.lastAnswer();
    const leftMs = this.#environment.limits.endsAtMs(role) - endedAtMs;
    expect(leftMs, `milliseconds that the ${role} provider's limit still lasted`).to.be.above(0);
  }

  /** What users are shown of the state. */
  async noticeIsShown(code: string, limitMs: number): Promise<void> {
    const codes = await this.#notices(
      (seen) => seen.includes(code),
      limitMs,
      `the notice "${code}" was to be shown`,
    );
    expect(codes).to.include(code);
  }

  async noNoticeIsShown(limitMs: number): Promise<void> {
    const codes = await this.#notices((seen) => seen.length === 0, limitMs, 'no notice was to be shown');
    expect(codes).to.be.empty;
  }

  async #notices(
    satisfies: (codes: string[]) => boolean,
    limitMs: number,
    expected: string,
  ): Promise<string[]> {
    const { url } = await this.#environment.service();
    return eventually(
      async () => (await readServiceState(url)).notices.map(({ code }) => code),
      satisfies,
      Math.max(1, this.#environment.lastChangeAtMs + limitMs - nowMs()),
      (seen) => `${expected}; the state showed ${seen.join(', ') || 'none'}`,
    );
  }

  /** The request whose answer asked, and what arrived after it. */
  #askingIn(log: readonly ProviderRequest[]): [ProviderRequest, ProviderRequest[]] {
    const asking = log.findIndex(({ behaviour }) => behaviour === 'rate-limiting');
    // Where nothing was refused, the first answer announced it.
    const index = Math.max(0, asking);
    const found = log[index];
    if (!found) throw new Error('No request has reached the provider');
    return [found, log.slice(index + 1)];
  }
}
