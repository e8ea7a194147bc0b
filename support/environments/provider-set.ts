import type { Journal } from '../evidence/journal';
import { nowMs } from '../evidence/now';
import type { Behaviour } from '../providers/behaviour';
import type { ProviderDouble, ProviderTransport, WireFormat } from '../providers/provider-double';
import type { ProviderSettings } from './service/service-settings';

/** The providers that a scenario may speak of, in the order in which they are asked. */
const known: Record<string, { format: WireFormat; model: string }> = {
  primary: { format: 'openai', model: 'gpt-5-mini' },
  secondary: { format: 'anthropic', model: 'claude-haiku-4-5' },
  tertiary: { format: 'openai', model: 'llama-4-scout' },
};

/** The doubles of one scenario by role, and what each was last told to be. */
export class ProviderSet {
  readonly #transport: () => Promise<ProviderTransport>;
  readonly #journal: Journal;
  readonly #doubles = new Map<string, Promise<ProviderDouble>>();
  readonly #told = new Map<string, Behaviour>();
  #lastChangeAtMs = 0;
  #roles: string[] = ['primary', 'secondary'];

  constructor(transport: () => Promise<ProviderTransport>, journal: Journal) {
    this.#transport = transport;
    this.#journal = journal;
  }

  /** When a provider was last told how to behave, milliseconds since the epoch. */
  get lastChangeAtMs(): number {
    return this.#lastChangeAtMs;
  }

  /** Something about a provider changed at this moment, for those who measure from the last change. */
  changed(atMs: number): void {
    this.#lastChangeAtMs = Math.max(this.#lastChangeAtMs, atMs);
  }

  get roles(): readonly string[] {
    return this.#roles;
  }

  /** These and no others, in this order. @throws for a role that nobody knows. */
  choose(roles: readonly string[]): void {
    const unknown = roles.find((role) => !(role in known));
    if (unknown)
      throw new Error(`No provider "${unknown}"; expected one of: ${Object.keys(known).join(', ')}`);
    this.#roles = [...roles];
  }

  add(role: string): void {
    this.choose([...new Set([...this.#roles, role])]);
  }

  modelOf(role: string): string {
    return (known[role] as { model: string }).model;
  }

  /** The double, made on first use. */
  double(role: string): Promise<ProviderDouble> {
    let double = this.#doubles.get(role);
    if (!double) {
      const { format } = known[role] ?? { format: 'openai' as const };
      double = this.#transport().then((transport) => transport.open(role, format));
      this.#doubles.set(role, double);
    }
    return double;
  }

  /** All that were made, for the evidence. */
  doubles(): Promise<ProviderDouble[]> {
    return Promise.all(this.#doubles.values());
  }

  /** From now on it behaves like this; seen from outside the service as well. */
  async behave(role: string, behaviour: Behaviour, words: string): Promise<void> {
    const double = await this.double(role);
    double.behave(behaviour);
    this.#lastChangeAtMs = nowMs();
    this.#told.set(role, behaviour);
    this.#journal.record({
      lane: 'fault',
      subject: role,
      event: `told to behave: ${words}`,
      details: { behaviour },
    });
  }

  /** What it was last told; healthy where nobody said anything. */
  told(role: string): Behaviour {
    return this.#told.get(role) ?? { kind: 'healthy' };
  }

  /** Writes down what was seen of it. */
  note(role: string, event: string): void {
    this.#journal.record({ lane: 'fault', subject: role, event });
  }

  /** Whether it was told to do anything but answer. */
  isIll(role: string): boolean {
    const { kind } = this.told(role);
    return kind !== 'healthy' && kind !== 'held';
  }

  /** What the service is configured with. */
  async settings(): Promise<ProviderSettings[]> {
    return Promise.all(
      this.#roles.map(async (role) => {
        const { format, baseUrl } = await this.double(role);
        return { role, format, baseUrl, model: this.modelOf(role) };
      }),
    );
  }
}
