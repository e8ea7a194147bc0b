import { ClickHouseContainer } from '@testcontainers/clickhouse';
import { PostgreSqlContainer } from '@testcontainers/postgresql';
import { RedisContainer } from '@testcontainers/redis';
import type Docker from 'dockerode';
import { type GenericContainer, getContainerRuntimeClient } from 'testcontainers';
import type { ContainerCommand, ContainerDefinition, EngineCalls } from './engine-calls';

/**
 * Talks to the Docker engine, in a process of its own: what doubles the LLM providers in the worker's process puts itself
 * between every HTTP client and its socket, and the engine's streams do not survive that. Ends with the worker.
 */

/** An engine that is there answers at once; one that is not must hold nobody up. */
const answersWithinMs = 5_000;
const stopLimitSeconds = 10;

/** Testcontainers' reaper, which takes containers away after a run that was killed; the one that 11.14.0 starts. */
const reaperImage = 'testcontainers/ryuk:0.14.0';

async function engine(): Promise<Docker> {
  const limit = new Promise<never>((_, reject) => {
    setTimeout(
      () => reject(new Error(`it did not answer within ${answersWithinMs} ms`)),
      answersWithinMs,
    ).unref();
  });
  const { container } = await Promise.race([getContainerRuntimeClient(), limit]);
  await Promise.race([container.dockerode.ping(), limit]);
  return container.dockerode as unknown as Docker;
}

async function lackOfImage(name: string): Promise<string | null> {
  const docker = await engine();
  const isThere = await docker
    .getImage(name)
    .inspect()
    .then(() => true)
    .catch(() => false);
  if (isThere) return null;
  try {
    const progress = await docker.pull(name);
    await new Promise<void>((resolve, reject) => {
      docker.modem.followProgress(progress, (error: Error | null) => (error ? reject(error) : resolve()));
    });
    return null;
  } catch (error) {
    return `the image ${name} is not on this machine and cannot be pulled (${(error as Error).message.trim()})`;
  }
}

/**
 * Switches the reaper off where its image cannot be had; the run's own watchdog takes away by their label what is left.
 * Whoever has decided by `TESTCONTAINERS_RYUK_DISABLED` is not overruled.
 */
async function decideOnReaper(): Promise<void> {
  if (process.env.TESTCONTAINERS_RYUK_DISABLED !== undefined) return;
  const lack = await lackOfImage(process.env.RYUK_CONTAINER_IMAGE ?? reaperImage);
  if (lack !== null) process.env.TESTCONTAINERS_RYUK_DISABLED = 'true';
}

let reaper: Promise<void> | undefined;

function containerFor({ kind, image, user, password }: ContainerDefinition): GenericContainer {
  if (kind === 'redis') return new RedisContainer(image);
  if (kind === 'postgresql')
    return new PostgreSqlContainer(image).withDatabase('app').withUsername(user).withPassword(password);
  return new ClickHouseContainer(image).withDatabase('default').withUsername(user).withPassword(password);
}

const calls: EngineCalls = {
  connection: async () => {
    const { socketPath, host, port, protocol } = (await engine()).modem as Docker.DockerOptions & object;
    return socketPath === undefined ? { host, port, protocol } : { socketPath };
  },
  lackOfImage,
  create: async (definition) => {
    reaper ??= decideOnReaper();
    await reaper;
    const { innerPort, hostPort, labels, environment, files, command, startLimitMs } = definition;
    const container = containerFor(definition)
      .withLabels({ ...labels })
      .withEnvironment({ ...environment })
      .withCopyContentToContainer(files?.map((file) => ({ ...file, mode: 0o644 })) ?? [])
      // In place of any port, which the module has asked for.
      .withExposedPorts({ container: innerPort, host: hostPort })
      .withStartupTimeout(startLimitMs);
    if (command) container.withCommand([...command]);
    leaveLimitsAlone(container);
    const started = await container.start();
    return { id: started.getId(), host: started.getHost() };
  },
  command: async (id, command) => {
    const container = (await engine()).getContainer(id);
    const commands: Record<ContainerCommand, () => Promise<unknown>> = {
      start: () => container.start(),
      stop: () => container.stop({ t: stopLimitSeconds }),
      kill: async () => {
        await container.kill({ signal: 'SIGKILL' });
        await container.wait();
      },
      pause: () => container.pause(),
      unpause: () => container.unpause(),
      remove: () => container.remove({ force: true, v: true }),
    };
    await commands[command]();
  },
  state: async (id) => {
    const { State } = await (await engine()).getContainer(id).inspect();
    return { isRunning: State.Running, isPaused: State.Paused };
  },
  lastWords: async (id) => {
    const said = await (await engine()).getContainer(id).logs({ stdout: true, stderr: true, tail: 10 });
    // Each piece begins with a head of 8 bytes, https://docs.docker.com/reference/api/engine/, "Attach to a container".
    return String(said).replace(/[^\x20-\x7e\n]/g, '');
  },
};

/** ClickHouse's module raises the limit of open files and cannot be talked out of it; not every engine may, and a few dozen do. */
function leaveLimitsAlone(container: GenericContainer): void {
  (container as unknown as { hostConfig: { Ulimits?: unknown[] } }).hostConfig.Ulimits = [];
}

process.on('disconnect', () => process.exit(0));
process.on('message', ({ number, name, given }: { number: number; name: keyof EngineCalls; given: [] }) => {
  const asked = (calls[name] as (...given: []) => Promise<unknown>)(...given);
  asked.then(
    (value) => process.send?.({ number, value }),
    (error: Error) => process.send?.({ number, error: error.message }),
  );
});
