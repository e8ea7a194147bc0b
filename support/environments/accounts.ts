import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Journal } from '../evidence/journal';
import { operations, type PersonaName, personaNames, personas } from '../users/personas';
import { readConversation } from '../users/reading';
import type { ScenarioEnvironment } from './scenario-environment';
import type { UserSettings } from './service/service-settings';

/** GIVEN who may use the service, and for what: a list of users, which the service under test looks at again and again. */
export class Accounts implements Disposable {
  readonly #environment: ScenarioEnvironment;
  readonly #journal: Journal;
  readonly #parent: string;
  readonly #users = new Map<PersonaName, UserSettings>(personaNames.map((name) => [name, personas[name]]));
  readonly #closedAtMs = new Map<PersonaName, number>();
  #folder: string | undefined;

  /** @param parent a folder for what is to be gone after the scenario. */
  constructor(environment: ScenarioEnvironment, journal: Journal, parent: string) {
    this.#environment = environment;
    this.#journal = journal;
    this.#parent = parent;
  }

  /** Where the list lies, for the settings of the service. */
  get file(): string {
    if (this.#folder === undefined) this.#write();
    return this.#path;
  }

  /** Each of the users has a conversation, from a time when all accounts included everything, and has read it. */
  async everybodyHasAConversation(): Promise<void> {
    for (const name of personaNames) this.#users.set(name, { ...personas[name], may: operations });
    this.#write();
    const { conversations } = this.#environment;
    await conversations.beginForEach(personaNames);
    for (const name of personaNames) this.#users.set(name, personas[name]);
    this.#write();
    const { url } = await this.#environment.service();
    const jons = conversations.idOf('Jon');
    await this.#environment.until(
      async () => (await readConversation(url, personas.Jon, jons)).code === 'not_permitted',
      () => 'the service did not yet heed what the accounts include',
    );
  }

  /** The user is struck off the list. */
  close(user: PersonaName): void {
    this.#users.delete(user);
    this.#write();
    this.#closedAtMs.set(user, Date.now());
    this.#tell(user, 'has no account any more');
  }

  /** Closed or ended, milliseconds since the epoch. @throws when the account still stands. */
  endedAtMs(user: PersonaName): number {
    const expiresAt = this.#users.get(user)?.expiresAt;
    const endedAtMs =
      this.#closedAtMs.get(user) ?? (expiresAt === undefined ? undefined : Date.parse(expiresAt));
    if (endedAtMs === undefined)
      throw new Error(`No Given or When has ended the account or the sign-in of ${user}`);
    return endedAtMs;
  }

  /** The user's sign-in is good for so long from now on. */
  endsIn(user: PersonaName, forMs: number): void {
    const expiresAt = new Date(Date.now() + forMs).toISOString();
    this.#users.set(user, { ...personas[user], expiresAt });
    this.#write();
    this.#tell(user, `is signed in until ${expiresAt}`);
  }

  /** The user's sign-in is over, and the service heeds it. @throws Compromised when it does not. */
  async haveEnded(user: PersonaName): Promise<void> {
    this.endsIn(user, 0);
    const { url } = await this.#environment.service();
    const id = this.#environment.conversations.idOf(user);
    await this.#environment.until(
      async () => (await readConversation(url, personas[user], id)).code === 'sign_in_expired',
      () => `the service did not yet heed that the sign-in of ${user} is over`,
    );
  }

  /** Nobody can make sense of the list any more. */
  damage(): void {
    writeFileSync(this.file, '[{"name": "Ada", ');
    this.#journal.record({ lane: 'scenario', subject: 'accounts', event: 'the list of users was damaged' });
  }

  [Symbol.dispose](): void {
    if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true, force: true });
  }

  /** At once: whoever reads sees the old list or the new one. */
  #write(): void {
    const draft = `${this.#path}.new`;
    writeFileSync(draft, JSON.stringify([...this.#users.values()]));
    renameSync(draft, this.#path);
  }

  get #path(): string {
    this.#folder ??= mkdtempSync(join(this.#parent, 'accounts-'));
    return join(this.#folder, 'users.json');
  }

  #tell(user: PersonaName, event: string): void {
    this.#journal.record({ lane: 'scenario', subject: user, event });
  }
}
