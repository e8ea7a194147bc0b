import type { Finding } from './finding';

const gibibyte = 1024 ** 3;
/** Two workers with a PostgreSQL and a Redis each, the service and the doubles. */
const needed = { cores: 2, memoryBytes: 1.5 * gibibyte, temporaryBytes: 1 * gibibyte };

/** @param version as `process.versions.node`. @param engines as in package.json: `>=20.19`. */
export function judgeNode(version: string, engines: string): Finding {
  const least = engines.replace(/^>=\s*/, '');
  const [has, needs] = [version, least].map((text) => text.split('.').map(Number)) as [number[], number[]];
  const firstDifference =
    needs.map((part, index) => (has[index] ?? 0) - part).find((difference) => difference !== 0) ?? 0;
  if (firstDifference >= 0) return { subject: 'Node.js', state: 'good', found: version };
  const advice = `install Node.js ${least} or later, from https://nodejs.org or with a version manager`;
  return { subject: 'Node.js', state: 'missing', found: `${version}, and ${engines} is needed`, advice };
}

/** @param cores that this process may use. */
export function judgeCores(cores: number): Finding {
  if (cores >= needed.cores) return { subject: 'Cores', state: 'good', found: String(cores) };
  const advice = 'run one worker (WORKERS=1); scenarios that measure time will be slower and less sure';
  return { subject: 'Cores', state: 'lacking', found: `${cores} of ${needed.cores}`, advice };
}

/** @param bytes available to new programs. */
export function judgeMemory(bytes: number): Finding {
  const found = `${gibibytes(bytes)} available`;
  if (bytes >= needed.memoryBytes) return { subject: 'Memory', state: 'good', found };
  const advice = `two workers take about ${gibibytes(needed.memoryBytes)}; run one (WORKERS=1) or close something`;
  return { subject: 'Memory', state: 'lacking', found, advice };
}

/** @param folder of temporary files. @param bytes free there. */
export function judgeTemporarySpace(folder: string, bytes: number): Finding {
  const found = `${gibibytes(bytes)} free in ${folder}`;
  if (bytes >= needed.temporaryBytes) return { subject: 'Space', state: 'good', found };
  const advice = `about ${gibibytes(needed.temporaryBytes)} is needed while a run lasts; free some, or set TMPDIR to another folder`;
  return { subject: 'Space', state: 'missing', found, advice };
}

function gibibytes(bytes: number): string {
  return `${(bytes / gibibyte).toFixed(1)} GiB`;
}
