import { Compromised } from '../evidence/verdict';
import type { Behaviour } from '../providers/behaviour';
import type { ProviderDouble } from '../providers/provider-double';
import type { Answer } from '../users/answer';
import type { RunningService, ServiceAssembly } from './service/running-service';
import type { ProviderSettings, ServiceSettings } from './service/service-settings';

/** One outage of its own: a fresh service with providers that nobody else uses. */
export interface FleetMember {
  primary: ProviderDouble;
  secondary: ProviderDouble;
  answer?: Answer;
}

/** Many independent services. Many calls in one outage are one sample; many outages are many. */
export class Fleet {
  readonly members: FleetMember[] = [];
  readonly #open: (role: string, format: 'openai' | 'anthropic') => Promise<ProviderDouble>;
  readonly #assembly: ServiceAssembly;
  readonly #settings: () => Omit<ServiceSettings, 'providers'>;
  #services: RunningService[] = [];

  constructor(
    open: (role: string, format: 'openai' | 'anthropic') => Promise<ProviderDouble>,
    assembly: ServiceAssembly,
    settings: () => Omit<ServiceSettings, 'providers'>,
  ) {
    this.#open = open;
    this.#assembly = assembly;
    this.#settings = settings;
  }

  /** Makes the providers; each primary behaves like this. */
  async prepare(count: number, behaviour: Behaviour): Promise<void> {
    for (let each = 1; each <= count; each += 1) {
      const primary = await this.#open(`primary-${each}`, 'openai');
      const secondary = await this.#open(`secondary-${each}`, 'anthropic');
      primary.behave(behaviour);
      this.members.push({ primary, secondary });
    }
    const met = await Promise.all(this.members.map(({ primary }) => primary.confirm()));
    const well = met.filter((each) => each === 'answers').length;
    if (well > 0)
      throw new Compromised(`${well} of ${count} primary providers answered although they were to be ill`);
  }

  /** Starts a service for each member and asks it, side by side. @param atOnce no more than so many questions on their way. */
  async askEach(ask: (serviceUrl: string) => Promise<Answer>, atOnce = this.members.length): Promise<void> {
    const settings = this.members.map(({ primary, secondary }) => ({
      ...this.#settings(),
      providers: [settingsOf(primary, 'gpt-5-mini'), settingsOf(secondary, 'claude-haiku-4-5')],
    }));
    this.#services = await this.#assembly.startMany(settings);
    const waiting = this.members.entries();
    const askInTurn = async (): Promise<void> => {
      // Each takes from the same iterator, so nobody is asked twice.
      for (const [index, member] of waiting)
        member.answer = await ask((this.#services[index] as RunningService).url);
    };
    await Promise.all(Array.from({ length: atOnce }, askInTurn));
  }

  async stop(): Promise<void> {
    await Promise.all(this.#services.map((service) => service.stop()));
  }
}

function settingsOf({ role, format, baseUrl }: ProviderDouble, model: string): ProviderSettings {
  return { role, format, baseUrl, model };
}
