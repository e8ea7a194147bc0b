import type { Journal } from '../../evidence/journal';
import { personas } from '../../users/personas';
import { beginConversation } from '../../users/reading';
import { OutageWatch } from '../outage-watch';
import type { ScenarioEnvironment } from '../scenario-environment';
import type { RunningService, ServiceAssembly } from '../service/running-service';
import type { ServiceSettings } from '../service/service-settings';
import { dropOwnSchema, openOwnSchema } from './own-schema';

/** As many as are read again soon after a while without copies. */
const conversations = 16;

/** Only for how long it stood still is wanted of it. */
const plainLookedAtEveryMs = 500;

/** The service as it is uses the first. */
const ownRedisDatabase = 1;

/** One of the two, and the conversations that it keeps: those of the other have the same owners and texts. */
export interface Side {
  readonly name: 'with resilience' | 'without resilience';
  readonly url: string;
  readonly threadIds: readonly string[];
}

/** GIVEN two services that suffer the same from the same servers and providers, one of them without resilience. */
export class SideBySide implements AsyncDisposable {
  readonly #environment: ScenarioEnvironment;
  readonly #journal: Journal;
  #plain: RunningService | undefined;
  #sides: readonly [Side, Side] | undefined;
  #directUrl = '';
  /** What the plain service says of itself. */
  #watch: OutageWatch | undefined;

  constructor(environment: ScenarioEnvironment, journal: Journal) {
    this.#environment = environment;
    this.#journal = journal;
  }

  /**
   * @param settings of the service without resilience; the servers are shared, what stands in them is not.
   * @throws when the scenario does not need both servers.
   */
  async start(assembly: ServiceAssembly, settings: ServiceSettings): Promise<void> {
    const { databaseUrl, redisUrl } = settings;
    if (databaseUrl === undefined || redisUrl === undefined)
      throw new Error('Tag the Rule or the Scenario with @needs:postgresql and @needs:redis');
    this.#directUrl = (await this.#environment.servers.server('postgresql')).directUrl;
    const ownUrl = await openOwnSchema(this.#directUrl, databaseUrl);
    const ownRedis = new URL(`/${ownRedisDatabase}`, redisUrl).href;
    const plain = await assembly.start({ ...settings, databaseUrl: ownUrl, redisUrl: ownRedis });
    this.#plain = plain;
    const event = `one without resilience started on ${plain.url}`;
    this.#journal.record({ lane: 'service', subject: assembly.name, event });
    await this.#environment.conversations.fillShelf(conversations, 0);
    const { shelf } = this.#environment.conversations;
    const plainIds: string[] = [];
    for (const { owner, id } of shelf) {
      const [text = ''] = this.#environment.conversations.textsOf(id);
      plainIds.push(await beginConversation(plain.url, personas[owner], text));
    }
    const { url } = await this.#environment.service();
    this.#sides = [
      { name: 'with resilience', url, threadIds: shelf.map(({ id }) => id) },
      { name: 'without resilience', url: plain.url, threadIds: plainIds },
    ];
    this.#watch = new OutageWatch(async () => plain.url, plainLookedAtEveryMs);
  }

  /** The one with resilience first. */
  get sides(): readonly [Side, Side] {
    if (!this.#sides) throw new Error('The two services have not been started');
    return this.#sides;
  }

  /** What each says of itself is watched from now on. */
  beginWatching(): void {
    this.#environment.outageWatch.begin();
    this.#watch?.begin();
  }

  /** For how long the process of each stood still at most since the watch began, as far as it says; milliseconds. */
  get standstillMs(): { with: number; without: number } {
    const longest = (watch: OutageWatch | undefined): number =>
      Math.max(0, ...(watch?.seen ?? []).map(({ stoodStillMs = 0 }) => stoodStillMs));
    return { with: longest(this.#environment.outageWatch), without: longest(this.#watch) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#watch?.[Symbol.asyncDispose]();
    await this.#plain?.stop();
    if (this.#directUrl !== '') await dropOwnSchema(this.#directUrl);
  }
}
