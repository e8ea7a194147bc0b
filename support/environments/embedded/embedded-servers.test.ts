import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { expect } from 'chai';
import { Client } from 'pg';
import { Journal } from '../../evidence/journal';
import { ask } from '../../faults/questions/ask';
import { RedisConnection } from '../../faults/questions/redis-connection';
import { faultNamed } from '../../faults/registry';
import { treeOf, workingIn } from '../run/processes';
import { RunFolder } from '../run/run-folder';
import { EmbeddedEnvironment } from './embedded-environment';
import type { EmbeddedServer } from './embedded-server';

/** What a client of the service would do, in each server's own words. */
interface Session {
  write(value: number): Promise<unknown>;
  values(): Promise<number[]>;
  close(): void;
}

const sessions: Record<string, (url: string) => Promise<Session>> = {
  postgresql: postgresSession,
  redis: redisSession,
};
const unhealed = {
  postgresql: ['read-only', 'credentials-rejected'],
  redis: ['out-of-memory', 'credentials-rejected'],
} as const;
const journal = new Journal();
let run: RunFolder;
let environment: EmbeddedEnvironment;

before(() => {
  run = RunFolder.open();
  environment = new EmbeddedEnvironment({ journal: () => journal, folder: run.path });
});

after(async () => {
  await environment[Symbol.asyncDispose]();
  expect(workingIn(run.path)).to.deep.equal([]);
  await run[Symbol.asyncDispose]();
});

for (const kind of ['postgresql', 'redis'] as const) {
  describe(`an embedded ${kind}`, { timeout: 60_000 }, () => {
    let server: EmbeddedServer;
    let open: () => Promise<Session>;

    before(async () => {
      server = (await environment.server(kind)) as EmbeddedServer;
      open = () => (sessions[kind] as (typeof sessions)[string])(server.url);
    });

    beforeEach(async () => {
      await server.start();
      await server.reset();
    });

    test('is started once and answers, directly and through its proxy', async () => {
      const [one, other] = await Promise.all([environment.server(kind), environment.server(kind)]);
      expect(one).to.equal(server);
      expect(other).to.equal(server);
      expect(environment.startedServers()).to.include(server);
      expect(await server.isAnswering(2000)).to.equal(true);
      expect((await ask(server.url, 2000)).kind).to.equal('answered');
      expect(journal.entries().find(({ subject }) => subject === kind)?.event).to.match(
        /^started in \d+ ms$/,
      );
    });

    test('keeps what it acknowledged when every process of it is killed', async () => {
      const session = await open();
      for (let value = 1; value <= 20; value++) await session.write(value);
      const tree = treeOf(server.process as NonNullable<typeof server.process>);
      await server.kill();
      session.close();
      expect(tree.length).to.be.above(0);
      expect(server.process).to.equal(undefined);
      expect((await ask(server.directUrl, 1000)).kind).to.equal('refused');
      expect((await ask(server.url, 1000)).kind).to.equal('refused');
      const port = server.proxy.address.port;
      await server.start();
      expect(server.proxy.address.port).to.equal(port);
      const again = await open();
      expect(await again.values()).to.have.length(20);
      again.close();
    });

    test('frozen, neither old sessions nor new ones get an answer until it is thawed', async () => {
      const session = await open();
      await session.write(1);
      await server.freeze();
      const late = session.write(2);
      expect(
        await Promise.race([late.then(() => 'answered'), server.isAnswering(200).then(String)]),
      ).to.equal('false');
      await server.thaw();
      await late;
      expect(await session.values()).to.deep.equal([1, 2]);
      expect(await server.isAnswering(2000)).to.equal(true);
      session.close();
    });

    test('can be killed and stopped while frozen', async () => {
      await server.freeze();
      await server.kill();
      await server.start();
      await server.freeze();
      await server.stop();
      expect(server.process).to.equal(undefined);
      await server.start();
      expect(await server.isAnswering(2000)).to.equal(true);
    });

    test('stopped, it refuses; freezing it then says what must hold', async () => {
      await server.stop();
      await server.stop();
      expect((await ask(server.url, 1000)).kind).to.equal('refused');
      const error = await server.freeze().catch((reason) => reason);
      expect(error.message).to.equal(`${kind} must run to be frozen; it does not; start it first`);
    });

    test('tells what a scenario left, and is emptied', async () => {
      expect(await server.leftovers()).to.deep.equal([]);
      const session = await open();
      await session.write(1);
      const left = await server.leftovers();
      expect(left).to.have.length(2);
      expect(left[0]).to.match(/^postgresql: 1 row in public.written$|^redis: 1 key$/);
      expect(left[1]).to.contain('a connection of the service');
      session.close();
      await server.reset();
      expect(await server.leftovers()).to.deep.equal([]);
    });

    test('loses its storage only while it does not run, and starts empty', async () => {
      const error = await server.destroyStorage().catch((reason) => reason);
      expect(error.message).to.equal(
        `${kind} must not run to lose its storage; it does; kill or stop it first`,
      );
      const session = await open();
      await session.write(1);
      session.close();
      await server.kill();
      await server.destroyStorage();
      await server.start();
      expect(await server.leftovers()).to.deep.equal([]);
      const again = await open();
      expect(await again.values()).to.deep.equal([]);
      again.close();
    });

    test('is as it was started with when reset, whatever a fault that nobody healed has changed', async () => {
      for (const name of unhealed[kind]) {
        const fault = faultNamed(name);
        await fault.apply(server);
        expect((await fault.confirm(server)).isConfirmed, name).to.equal(true);
      }
      await server.reset();
      for (const name of unhealed[kind])
        expect((await faultNamed(name).confirm(server)).isConfirmed, name).to.equal(false);
      const session = await open();
      await session.write(1);
      session.close();
    });

    test('keeps its passwords from other users of the machine', () => {
      const { pid } = server.process as NonNullable<typeof server.process>;
      if (process.platform !== 'linux') return;
      const commandLine = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      expect(commandLine).not.to.contain(new URL(server.directUrl).password);
    });
  });
}

describe('an embedded environment', () => {
  test('is available, having looked only', async () => {
    expect(await environment.availability()).to.deep.equal({ available: true });
  });

  test('flushes every commit and listens on the loopback only', async () => {
    const server = await environment.server('postgresql');
    const client = new Client({ connectionString: server.directUrl });
    await client.connect();
    const shown = async (name: string) => (await client.query(`show ${name}`)).rows[0][name];
    expect(await shown('fsync')).to.equal('on');
    expect(await shown('synchronous_commit')).to.equal('on');
    expect(await shown('full_page_writes')).to.equal('on');
    expect(await shown('listen_addresses')).to.equal('127.0.0.1');
    expect(await shown('unix_socket_directories')).to.equal('');
    await client.end();
    const redis = new RedisConnection((await environment.server('redis')).directUrl);
    await redis.login();
    expect(await redis.send('CONFIG', 'GET', 'appendfsync')).to.deep.equal(['appendfsync', 'always']);
    expect(await redis.send('CONFIG', 'GET', 'maxmemory-policy')).to.deep.equal([
      'maxmemory-policy',
      'volatile-ttl',
    ]);
    expect(await redis.send('CONFIG', 'GET', 'bind')).to.deep.equal(['bind', '127.0.0.1']);
    redis.close();
  });

  test('refuses strangers', async () => {
    for (const kind of ['postgresql', 'redis'] as const) {
      const url = new URL((await environment.server(kind)).url);
      url.password = 'guessed';
      const answer = await ask(url.href, 2000);
      expect(answer.kind).to.equal('failed');
    }
  });

  test('says so when a program cannot be run, and leaves nothing', async () => {
    const folder = join(run.path, 'broken');
    mkdirSync(join(folder, 'bin'), { recursive: true });
    const broken = join(folder, 'bin', 'redis-server');
    writeFileSync(broken, '#!/nowhere/at/all\n', { mode: 0o755 });
    const { REDIS_SERVER_BIN: before } = process.env;
    process.env.REDIS_SERVER_BIN = broken;
    const other = new EmbeddedEnvironment({ journal: () => journal, folder });
    const error = await other.server('redis').catch((reason) => reason);
    if (before === undefined) delete process.env.REDIS_SERVER_BIN;
    else process.env.REDIS_SERVER_BIN = before;
    expect(error.message).to.contain(`redis must start; \`${broken}\` could not be run`);
    expect(other.startedServers()).to.deep.equal([]);
    await other[Symbol.asyncDispose]();
  });

  test('starts nothing once disposed of', async () => {
    const other = new EmbeddedEnvironment({ journal: () => journal, folder: join(run.path, 'other') });
    await other[Symbol.asyncDispose]();
    const error = await other.server('redis').catch((reason) => reason);
    expect(error.message).to.contain('has been disposed of');
  });
});

async function postgresSession(url: string): Promise<Session> {
  const client = new Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  await client.query('create table if not exists written (id serial, value int)');
  return {
    write: (value) => client.query('insert into written (value) values ($1)', [value]),
    values: async () =>
      (await client.query('select value from written order by id')).rows.map(({ value }) => value),
    close: () => void client.end().catch(() => {}),
  };
}

async function redisSession(url: string): Promise<Session> {
  const connection = new RedisConnection(url);
  await connection.login();
  return {
    write: (value) => connection.send('RPUSH', 'written', String(value)),
    values: async () => ((await connection.send('LRANGE', 'written', '0', '-1')) as string[]).map(Number),
    close: () => connection.close(),
  };
}
