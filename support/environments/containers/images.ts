import type { ServerKind } from '../environment';

/** An image, and the environment variable by which another can be named. */
export interface Image {
  readonly name: string;
  readonly variable: string;
}

/** Which images the servers run from. Pinned here and nowhere else. */
const images: Readonly<Record<ServerKind, Image>> = {
  postgresql: { name: 'postgres:17.6', variable: 'POSTGRESQL_IMAGE' },
  redis: { name: 'redis:7.4.5', variable: 'REDIS_IMAGE' },
  clickhouse: { name: 'clickhouse/clickhouse-server:25.8', variable: 'CLICKHOUSE_IMAGE' },
};

/** The image of a server of this kind: the pinned one, or the one that the environment variable names. */
export function imageFor(
  kind: ServerKind,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Image {
  const { name, variable } = images[kind];
  return { name: environment[variable] || name, variable };
}
