import type { RunningService, ServiceAssembly } from './service/running-service';
import type { ServiceSettings } from './service/service-settings';

/** Many services that share their providers, as the instances of one service do. */
export class Crowd {
  readonly #assembly: ServiceAssembly;
  readonly #settings: readonly ServiceSettings[];
  #services: Promise<RunningService[]> | undefined;

  /** @param settings of each; without a seed, or all would draw the same. */
  constructor(assembly: ServiceAssembly, settings: readonly ServiceSettings[]) {
    this.#assembly = assembly;
    this.#settings = settings;
  }

  /** Where they listen; started on first use. */
  async urls(): Promise<string[]> {
    this.#services ??= this.#assembly.startMany(this.#settings);
    return (await this.#services).map(({ url }) => url);
  }

  async stop(): Promise<void> {
    const services = (await this.#services?.catch(() => undefined)) ?? [];
    await Promise.all(services.map((service) => service.stop()));
  }
}
