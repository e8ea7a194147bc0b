import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, test } from 'node:test';
import { expect } from 'chai';
import pino from 'pino';
import { Database } from '../../../reference-service/database/database';
import { Lease, StaleLease } from '../../../reference-service/journal/lease';
import { policyWith } from '../../../reference-service/policy-overrides';
import { Cache } from '../../../reference-service/redis/cache';
import { applyWrites } from '../../../reference-service/writes/apply-writes';
import { writeFor } from '../../../reference-service/writes/write';
import {
  begun,
  configuration,
  drained,
  type Instance,
  inPostgres,
  inRedis,
  instance,
  newStateFolder,
  postgres,
  redis,
  status,
  texts,
  until,
  withServers,
} from './fixtures/durable-bench';

withServers();

describe('a replay', { timeout: 120_000 }, () => {
  for (const [how, signal, code] of [
    ['killed', 'SIGKILL', null],
    ['stopped politely', 'SIGTERM', 0],
  ] as const) {
    test(`${how} half-way is finished by the next start, each write once`, async () => {
      const count = 300;
      let id = '';
      {
        await using service = await instance();
        id = await begun(service);
        await postgres.kill();
        for (let index = 0; index < count; index++)
          await service.call('POST', `/v1/threads/${id}/messages`, { text: `${index}` });
      }
      await postgres.start();
      const program = ['--require', 'ts-node/register', 'reference-service/main.ts'];
      const child = spawn(process.execPath, program, {
        env: { PATH: process.env.PATH, SERVICE_CONFIGURATION: JSON.stringify(configuration({})) },
        stdio: 'ignore',
      });
      const depth = (): Promise<unknown> =>
        inRedis((connection) => connection.send('XLEN', 'journal:entries'));
      const exited = once(child, 'exit');
      try {
        await until(async () => Number(await depth()) < count - 20, depth);
        child.kill(signal);
        expect((await exited)[0]).to.equal(code);
      } finally {
        child.kill('SIGKILL');
        await exited;
      }
      expect(await depth()).to.be.within(1, count - 20);
      await using again = await instance();
      await drained(again);
      expect(await texts(id)).to.deep.equal(Array.from({ length: count }, (_, index) => `${index}`));
    });
  }

  test('does not repeat what was applied and not yet deleted', async () => {
    await using service = await instance();
    const id = await begun(service);
    await service.call('POST', `/v1/threads/${id}/messages`, { text: 'a' }, 'a');
    const entry = { user: 'Ada', key: 'a', kind: 'add message', payload: { thread: id, text: 'a' } };
    await inRedis((connection) =>
      connection.send('XADD', 'journal:entries', '1-9', 'at', '1', 'write', JSON.stringify(entry)),
    );
    await drained(service);
    expect(await texts(id)).to.deep.equal(['a']);
  });

  test('whose lease is somebody else’s by now cannot commit', async () => {
    await using service = await instance();
    const id = await begun(service);
    const policy = policyWith();
    const log = pino({ level: 'silent' });
    const database = new Database(postgres.directUrl, policy, log, () => {});
    const cache = new Cache(redis.directUrl, policy, log, () => {});
    await new Promise<void>((resolve) => cache.onReady(resolve));
    try {
      const [stale, fresh] = [new Lease(cache, database, 60_000), new Lease(cache, database, 60_000)];
      expect(await stale.take()).to.equal(true);
      expect(await fresh.take()).to.equal(false);
      await inRedis((connection) => connection.send('FLUSHALL', 'SYNC'));
      expect(await fresh.take()).to.equal(true);
      const write = writeFor('Ada', 'k', { kind: 'add message', payload: { thread: id, text: 'x' } });
      const apply = (lease: Lease): Promise<unknown> =>
        database.run((client) => applyWrites(client, [write], { guard: lease.guard }));
      expect(await apply(stale).catch((error) => error)).to.be.instanceOf(StaleLease);
      expect(await texts(id)).to.deep.equal([]);
      await apply(fresh);
      expect(await texts(id)).to.deep.equal(['x']);
      expect(database.breaker.reading().consecutiveFailures).to.equal(0);
    } finally {
      await Promise.all([database.close(), cache.close()]);
    }
  });
});

describe('a lost journal', { timeout: 60_000 }, () => {
  const statusOf = async (service: Instance, key: string): Promise<unknown> =>
    (await service.call('GET', `/v1/writes/${key}`)).body.status;
  const keysIn = (line: Record<string, unknown> | undefined): string[] =>
    ((line?.writes ?? []) as { key: string }[]).map(({ key }) => key).sort();

  test('is declared at once, write by write, while the service runs', async () => {
    await using service = await instance();
    const id = await begun(service);
    await postgres.kill();
    for (const key of ['a', 'b'])
      await service.call('POST', `/v1/threads/${id}/messages`, { text: key }, key);
    await inRedis((connection) => connection.send('FLUSHALL', 'SYNC'));
    const after = await service.call('POST', `/v1/threads/${id}/messages`, { text: 'c' }, 'c');
    expect(after.status).to.equal(202);
    const line = service.log.find(({ event }) => event === 'journal.writes-lost');
    expect([line?.level, keysIn(line)]).to.deep.equal(['fatal', ['a', 'b']]);
    expect(await statusOf(service, 'a')).to.equal('lost');
    await service.call('POST', `/v1/threads/${id}/messages`, { text: 'b' }, 'b');
    await postgres.start();
    await drained(service);
    expect(await texts(id)).to.deep.equal(['c', 'b']);
    expect(await statusOf(service, 'a')).to.equal('lost');
    expect(await statusOf(service, 'b')).to.equal('applied');
    expect(await service.metric('journal_entries_total{outcome="lost"}')).to.equal(2);
  });

  test('is declared at the next start, without what had been applied', async () => {
    const stateFolder = newStateFolder();
    const rulesOf = (): Promise<Instance> => instance({}, stateFolder);
    let id = '';
    {
      await using service = await rulesOf();
      id = await begun(service);
      await postgres.kill();
      for (const key of ['a', 'b', 'c'])
        await service.call('POST', `/v1/threads/${id}/messages`, { text: key }, key);
    }
    await postgres.start();
    {
      // Another instance, whose state is its own, applies the first one; then everything in Redis is gone.
      await using other = await instance();
      await drained(other);
      expect(await texts(id)).to.deep.equal(['a', 'b', 'c']);
      await inPostgres((client) => client.query("DELETE FROM messages WHERE text <> 'a'"));
      await inPostgres((client) => client.query("DELETE FROM writes WHERE key IN ('b', 'c')"));
    }
    await redis.reset();
    {
      await using again = await rulesOf();
      await until(
        async () => again.log.some(({ event }) => event === 'journal.writes-lost'),
        () => again.log,
      );
      expect(keysIn(again.log.find(({ event }) => event === 'journal.writes-lost'))).to.deep.equal([
        'b',
        'c',
      ]);
      expect(await statusOf(again, 'a')).to.equal('applied');
      expect(await statusOf(again, 'b')).to.equal('lost');
    }
    await using third = await rulesOf();
    expect(await statusOf(third, 'c')).to.equal('lost');
    expect(third.log.some(({ event }) => event === 'journal.writes-lost')).to.equal(false);
  });

  test('is told in a notice until everything that was lost was sent again', async () => {
    const stateFolder = newStateFolder();
    const codes = async (service: Instance): Promise<string[]> =>
      ((await status(service)).notices as { code: string }[]).map(({ code }) => code);
    let id = '';
    {
      await using service = await instance({}, stateFolder);
      id = await begun(service);
      await postgres.kill();
      for (const key of ['a', 'b'])
        await service.call('POST', `/v1/threads/${id}/messages`, { text: key }, key);
      await inRedis((connection) => connection.send('FLUSHALL', 'SYNC'));
      await until(
        async () => (await codes(service)).includes('writes_lost'),
        () => service.log.slice(-5),
      );
      await service.call('POST', `/v1/threads/${id}/messages`, { text: 'a' }, 'a');
    }
    await postgres.start();
    await using again = await instance({}, stateFolder);
    await drained(again);
    expect(await codes(again), 'after a restart, with one of two sent again').to.include('writes_lost');
    const sent = await again.call('POST', `/v1/threads/${id}/messages`, { text: 'b' }, 'b');
    expect(sent.status).to.equal(201);
    await until(
      async () => !(await codes(again)).includes('writes_lost'),
      () => again.log.slice(-5),
    );
    expect(await texts(id)).to.deep.equal(['a', 'b']);
  });

  test('is told for no longer than that', async () => {
    await using service = await instance({ lossNoticeMs: 300 });
    const id = await begun(service);
    await postgres.kill();
    await service.call('POST', `/v1/threads/${id}/messages`, { text: 'a' }, 'a');
    await inRedis((connection) => connection.send('FLUSHALL', 'SYNC'));
    const isTold = async (): Promise<boolean> =>
      ((await status(service)).notices as { code: string }[]).some(({ code }) => code === 'writes_lost');
    await until(isTold, () => service.log.slice(-5));
    await until(
      async () => !(await isTold()),
      () => service.log.slice(-5),
    );
    expect(await statusOf(service, 'a')).to.equal('lost');
  });

  test('is noticed when the stream alone is gone', async () => {
    await using service = await instance();
    const id = await begun(service);
    await postgres.kill();
    await service.call('POST', `/v1/threads/${id}/messages`, { text: 'a' }, 'a');
    await inRedis((connection) => connection.send('DEL', 'journal:entries'));
    await until(
      async () => (await statusOf(service, 'a')) === 'lost',
      () => service.log.slice(-5),
    );
  });

  test('that was only declared as such because PostgreSQL could not be asked is withdrawn', async () => {
    const stateFolder = newStateFolder();
    {
      await using service = await instance({}, stateFolder);
      const id = await begun(service);
      await postgres.kill();
      await service.call('POST', `/v1/threads/${id}/messages`, { text: 'a' }, 'a');
    }
    await postgres.start();
    {
      await using other = await instance();
      await drained(other);
    }
    await postgres.kill();
    await redis.reset();
    await using again = await instance({}, stateFolder);
    expect(await statusOf(again, 'a')).to.equal('lost');
    await postgres.start();
    await until(
      async () => (await statusOf(again, 'a')) === 'applied',
      () => again.log.slice(-5),
    );
    await until(
      async () => again.log.some(({ event }) => event === 'journal.loss-withdrawn'),
      () => again.log.slice(-5),
    );
  });

  test('is no loss when the journal was empty', async () => {
    await using service = await instance();
    const id = await begun(service);
    await service.call('POST', `/v1/threads/${id}/messages`, { text: 'a' }, 'a');
    await redis.reset();
    await until(
      async () => service.log.some(({ event }) => event === 'journal.storage-replaced'),
      () => service.log.slice(-5),
    );
    expect(service.log.some(({ event }) => event === 'journal.writes-lost')).to.equal(false);
  });
});
