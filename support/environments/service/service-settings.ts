import type { WireFormat } from '../../providers/provider-double';
import type { ResilienceRules } from '../rules/resilience-rules';

/** A provider as the service under test is told of it. */
export interface ProviderSettings {
  role: string;
  format: WireFormat;
  baseUrl: string;
  model: string;
}

/** A user as the service under test is told of it. */
export interface UserSettings {
  name: string;
  plan: 'paying' | 'trial';
  token: string;
  /** What the account includes: ask, summarise, read, write, order; left out: everything. */
  may?: readonly string[];
  /** When the sign-in ends, ISO 8601; left out: never. */
  expiresAt?: string;
}

/** What any service under test needs to know, in the specification's words. An adapter puts it into the service's own. */
export interface ServiceSettings {
  providers: readonly ProviderSettings[];
  users: readonly UserSettings[];
  /** A file with the same list as JSON, which may change while the service runs: who is struck off is to be out soon. */
  usersFile?: string;
  databaseUrl?: string;
  redisUrl?: string;
  /** Where usage is recorded; without it there is no usage report, and nothing is missing. */
  clickhouseUrl?: string;
  /** A folder of this instance's own that outlives it, for what it must still know after its death. */
  stateFolder?: string;
  /** Any free one where it is left out. */
  port?: number;
  rules: ResilienceRules;
  /** Makes what is drawn at random repeatable, where the service can; an integer. */
  seed?: number;
}
