import { expect } from 'chai';
import type { ScenarioEnvironment } from '../environments/scenario-environment';
import type { LogLine } from '../environments/service/running-service';
import { eventually } from '../evidence/eventually';
import { steadily } from '../evidence/steadily';
import { Inconclusive } from '../evidence/verdict';
import type { LiveFrame } from '../users/live/live-record';
import type { LiveUser } from '../users/live/live-users';
import type { PersonaName } from '../users/personas';
import type { Users } from '../users/users';
import { readServiceState, type ServiceState } from './service-state';

/** THEN: what people were told live of the state of the service, held against what it says of itself elsewhere. */
export class LiveStateProbe {
  readonly #environment: ScenarioEnvironment;
  readonly #users: Users;

  constructor(environment: ScenarioEnvironment, users: Users) {
    this.#environment = environment;
    this.#users = users;
  }

  /**
   * Each client of the user was told of every level that the log tells of, in the same order and of no other, each within
   * this time; a notice said why whenever the level was not full.
   */
  async toldOfEveryLevelWithin(user: PersonaName, limitMs: number): Promise<void> {
    for (const each of this.#users.live.of(user)) {
      const changes = await this.#changesSince(each);
      if (changes.length === 0) throw new Inconclusive('the service level has not changed');
      const frames = levelFrames(each);
      const levels = frames.map(({ body }) => body.level);
      expect(levels.slice(1), `levels that ${user} was told live`).to.deep.equal(changes.map(({ to }) => to));
      frames.slice(1).forEach((frame, index) => {
        const afterMs = frame.atMs - timeOf(changes[index] as LogLine);
        expect(afterMs, `milliseconds until ${user} was told "${frame.body.level}"`).to.be.at.most(limitMs);
      });
      for (const { body } of stateFrames(each))
        expect(body.level !== 'full', `notices at "${body.level}"`).to.equal(body.notices.length > 0);
    }
  }

  /** The last that each client of the user was told is, within this time, what the service shows to anybody who looks. */
  async lastIsWhatIsShown(user: PersonaName, level: string, limitMs: number): Promise<void> {
    for (const each of this.#users.live.of(user)) {
      let shown: ServiceState | undefined;
      await eventually(
        async () => {
          shown = await readServiceState((await this.#environment.service()).url);
          return saying(stateFrames(each).at(-1)?.body);
        },
        (told) => shown?.level === level && told === saying(shown),
        limitMs,
        (told) => `${user} was told live: ${told}; the service shows: ${saying(shown)}; expected "${level}"`,
      );
    }
  }

  /** Whoever connected was told the level with the first word. */
  firstWordSaid(user: PersonaName, level: string): void {
    const [first] = this.#users.live.of(user).at(-1)?.client.record.frames ?? [];
    expect(first?.type, 'what came first').to.equal('hello');
    expect(first?.body.level, 'the level that it said').to.equal(level);
    expect(first?.body.notices, 'the notices that it said').to.not.be.empty;
  }

  /** Nobody is told of anything but that all is well. */
  async nobodyIsToldOfTrouble(): Promise<void> {
    const frames = (): LiveFrame[] => this.#users.live.all.flatMap(stateFrames);
    if (frames().length === 0) throw new Inconclusive('nobody was connected live');
    await steadily(
      () =>
        frames().filter(({ type, body }) => type === 'state' || saying(body) !== saying(allIsWell)).length,
      (seen) => seen === 0,
      (seen) => `users were told live of trouble, ${seen} times; there was none`,
    );
  }

  async #changesSince({ client }: LiveUser): Promise<LogLine[]> {
    const sinceMs = client.record.frames[0]?.atMs ?? 0;
    return (await this.#environment.log()).filter(
      (line) => line.event === 'service-level.changed' && timeOf(line) >= sinceMs,
    );
  }
}

const allIsWell = { level: 'full', notices: [] };

function stateFrames({ client }: LiveUser): LiveFrame[] {
  return client.record.frames.filter(({ type }) => type === 'hello' || type === 'state');
}

/** Those that tell of another level than the one before. */
function levelFrames(each: LiveUser): LiveFrame[] {
  const frames = stateFrames(each);
  return frames.filter((frame, index) => frame.body.level !== frames[index - 1]?.body.level);
}

function saying(state: Pick<ServiceState, 'level' | 'notices'> | undefined): string {
  if (!state) return 'nothing';
  const notices = state.notices.map(({ code, sentence, stillWorks }) => `${code}: ${sentence} ${stillWorks}`);
  return [state.level, ...notices].join(' / ');
}

/** The log's times are whole milliseconds, cut or rounded. */
function timeOf({ time }: Readonly<Record<string, unknown>>): number {
  return typeof time === 'number' ? time : Date.parse(String(time));
}
