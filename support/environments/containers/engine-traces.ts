import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Where a Docker engine would leave a trace: what names it, and the sockets that engines listen on. To look there takes no time;
 * to ask an engine takes a process that has Testcontainers loaded, more than a second.
 * @returns the first one that is there.
 */
export function engineTrace(
  environment: Readonly<Record<string, string | undefined>> = process.env,
  exists: (path: string) => boolean = existsSync,
): string | undefined {
  const { DOCKER_HOST, TESTCONTAINERS_HOST_OVERRIDE, HOME = '/', XDG_RUNTIME_DIR } = environment;
  if (DOCKER_HOST) return `DOCKER_HOST=${DOCKER_HOST}`;
  if (TESTCONTAINERS_HOST_OVERRIDE) return `TESTCONTAINERS_HOST_OVERRIDE=${TESTCONTAINERS_HOST_OVERRIDE}`;
  return [
    '/var/run/docker.sock',
    join(HOME, '.testcontainers.properties'),
    join(HOME, '.docker/run/docker.sock'),
    join(HOME, '.docker/desktop/docker.sock'),
    join(HOME, '.colima/default/docker.sock'),
    ...(XDG_RUNTIME_DIR
      ? [join(XDG_RUNTIME_DIR, 'docker.sock'), join(XDG_RUNTIME_DIR, 'podman/podman.sock')]
      : []),
  ].find(exists);
}
