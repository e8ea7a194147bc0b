import { bodyOf, connection, httpExchange, type Looking } from '../users/http-exchange';

/** One sample of `/metrics`. */
export interface Sample {
  name: string;
  labels: Readonly<Record<string, string>>;
  value: number;
}

/** Looks at `/metrics` once. Format: https://prometheus.io/docs/instrumenting/exposition_formats/ */
export async function readMetrics(serviceUrl: string, looking?: Looking): Promise<Sample[]> {
  const answer = await httpExchange({ url: `${serviceUrl}/metrics`, method: 'GET', ...connection(looking) });
  return samplesIn(await bodyOf(answer));
}

/** The samples of a page in Prometheus' text format. */
export function samplesIn(page: string): Sample[] {
  return page.split('\n').flatMap((line) => {
    const [, name, labels, value] = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)/.exec(line) ?? [];
    if (name === undefined) return [];
    const pairs = [...(labels ?? '').matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)];
    return [
      {
        name,
        value: Number(value),
        labels: Object.fromEntries(pairs.map(([, key, text]) => [key, unescaped(text)])),
      },
    ];
  });
}

function unescaped(text = ''): string {
  return text.replace(/\\(.)/g, (_, character: string) => (character === 'n' ? '\n' : character));
}

/** The sum of all samples of a name whose labels are at least these. */
export function sumOf(
  samples: readonly Sample[],
  name: string,
  labels: Readonly<Record<string, string>> = {},
): number {
  const wanted = Object.entries(labels);
  return samples
    .filter((sample) => sample.name === name && wanted.every(([key, value]) => sample.labels[key] === value))
    .reduce((sum, { value }) => sum + value, 0);
}
