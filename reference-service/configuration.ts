import { readFileSync } from 'node:fs';
import { demandUsers, type UserConfiguration } from './auth/user';
import type { PolicyOverrides } from './policy-overrides';
import type { ProviderConfiguration } from './providers/provider';

/** Everything an instance is told when it starts. */
export interface Configuration {
  /** 0: any free port. */
  port: number;
  host: string;
  /** In the order in which they are asked. */
  providers: ProviderConfiguration[];
  /** Left out where `usersFile` names them. */
  users?: readonly UserConfiguration[];
  /** A file with the list of users as JSON, which is looked at again while the service runs. */
  usersFile?: string;
  databaseUrl?: string;
  redisUrl?: string;
  /** ClickHouse's HTTP interface. Without it there is no usage report, and nothing is missing. */
  clickhouseUrl?: string;
  /** A folder of this instance's own, where it keeps, apart from Redis, which writes it has accepted. */
  stateFolder?: string;
  policy?: PolicyOverrides;
  /** Makes the waits that are drawn at random repeatable, for tests; an integer. */
  seed?: number;
}

const example =
  '{"port":8080,"host":"127.0.0.1","providers":[{"name":"primary","format":"openai","baseUrl":"https://api.openai.com/v1",' +
  '"apiKey":"...","model":"gpt-5-mini"}],"users":[{"name":"Ada","plan":"paying","token":"..."}],' +
  '"databaseUrl":"postgres://...","redisUrl":"redis://..."}';

/**
 * Reads the configuration: JSON in `SERVICE_CONFIGURATION`, or in the file that `SERVICE_CONFIGURATION_FILE` names.
 * A list of them makes as many instances in one process, which share nothing.
 * @throws a message saying what is missing or wrong.
 */
export function configurationsFrom(environment: NodeJS.ProcessEnv): Configuration[] {
  const { SERVICE_CONFIGURATION: inline, SERVICE_CONFIGURATION_FILE: file } = environment;
  const source = inline ?? (file === undefined ? undefined : readFileSync(file, 'utf8'));
  if (source === undefined) {
    throw new Error(`Set SERVICE_CONFIGURATION or SERVICE_CONFIGURATION_FILE; for example ${example}`);
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(source);
  } catch (error) {
    throw new Error(`The configuration must be JSON: ${(error as Error).message}`);
  }
  return [parsed].flat().map((each) => validated(each as Partial<Configuration>));
}

/** @throws a message naming the first thing that is wrong. */
export function validated(given: Partial<Configuration>): Configuration {
  if (typeof given !== 'object' || given === null)
    throw new Error(
      `The configuration must be an object; got ${JSON.stringify(given)}; for example ${example}`,
    );
  const known = [
    'port',
    'host',
    'providers',
    'users',
    'usersFile',
    'databaseUrl',
    'redisUrl',
    'clickhouseUrl',
    'stateFolder',
    'policy',
    'seed',
  ];
  const unknown = Object.keys(given).find((name) => !known.includes(name));
  if (unknown) throw new Error(`No setting named "${unknown}"; expected one of: ${known.join(', ')}`);
  const configuration = { port: 8080, host: '127.0.0.1', ...given } as Configuration;
  const { port, providers, users, usersFile, stateFolder } = configuration;
  if (stateFolder !== undefined && (typeof stateFolder !== 'string' || stateFolder === ''))
    throw new Error(`stateFolder must name a folder; got ${JSON.stringify(stateFolder)}`);
  if (configuration.seed !== undefined && !Number.isInteger(configuration.seed))
    throw new Error(`seed must be an integer; got ${JSON.stringify(configuration.seed)}`);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error(`port must be 0 to 65535; got ${port}`);
  if (!Array.isArray(providers) || providers.length === 0)
    throw new Error('providers must name at least one provider');
  for (const provider of providers) validateProvider(provider);
  const names = providers.map(({ name }) => name);
  if (new Set(names).size < names.length)
    throw new Error(`providers must differ in name; got ${names.join(', ')}`);
  if (usersFile === undefined) demandUsers(users);
  else if (typeof usersFile !== 'string' || usersFile === '' || given.users !== undefined)
    throw new Error(
      `Give either users or usersFile, which must name a file; got ${JSON.stringify(usersFile)}`,
    );
  return configuration;
}

function validateProvider(provider: ProviderConfiguration): void {
  for (const name of ['name', 'format', 'baseUrl', 'apiKey', 'model'] as const) {
    if (typeof provider[name] !== 'string' || provider[name] === '') {
      throw new Error(
        `provider "${provider.name ?? '?'}" needs "${name}"; got ${JSON.stringify(provider[name])}`,
      );
    }
  }
  if (provider.format !== 'openai' && provider.format !== 'anthropic') {
    throw new Error(
      `provider "${provider.name}": format must be openai or anthropic; got "${provider.format}"`,
    );
  }
  if (!URL.canParse(provider.baseUrl)) {
    throw new Error(`provider "${provider.name}": baseUrl must be a URL; got "${provider.baseUrl}"`);
  }
}
