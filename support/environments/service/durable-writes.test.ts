import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'chai';
import { Client } from 'pg';
import pino from 'pino';
import { type RunningService, startService } from '../../../reference-service/compose';
import type { Configuration } from '../../../reference-service/configuration';
import { Database } from '../../../reference-service/database/database';
import { Lease, StaleLease } from '../../../reference-service/journal/lease';
import { policyWith } from '../../../reference-service/policy';
import { Cache } from '../../../reference-service/redis/cache';
import { applyWrite } from '../../../reference-service/writes/apply-write';
import { writeFor } from '../../../reference-service/writes/write';
import { Journal } from '../../evidence/journal';
import { RedisConnection } from '../../faults/questions/redis-connection';
import { EmbeddedEnvironment } from '../embedded/embedded-environment';
import type { EmbeddedServer } from '../embedded/embedded-server';
import { workingIn } from '../run/processes';
import { RunFolder } from '../run/run-folder';

interface Answer {
  status: number;
  body: Record<string, unknown> & { error?: { code: string } };
}

interface Instance extends AsyncDisposable {
  log: Record<string, unknown>[];
  call(method: string, path: string, body?: object, key?: string, token?: string): Promise<Answer>;
  metric(name: string): Promise<number>;
}

const limitMs = 10_000;
const orderOf = (unitPriceCents = 250) => ({
  lines: [
    { product: 'tea', quantity: 2, unitPriceCents },
    { product: 'cup', quantity: 1, unitPriceCents: 999 },
  ],
});

let run: RunFolder;
let environment: EmbeddedEnvironment;
let postgres: EmbeddedServer;
let redis: EmbeddedServer;

before(async () => {
  run = RunFolder.open();
  environment = new EmbeddedEnvironment({ journal: () => new Journal(), folder: run.path });
  postgres = (await environment.server('postgresql')) as EmbeddedServer;
  redis = (await environment.server('redis')) as EmbeddedServer;
});

after(async () => {
  await environment[Symbol.asyncDispose]();
  expect(workingIn(run.path)).to.deep.equal([]);
  await run[Symbol.asyncDispose]();
});

beforeEach(async () => {
  await Promise.all([postgres.start(), redis.start()]);
  await Promise.all([postgres.reset(), redis.reset()]);
});

describe('writes at full service', { timeout: 60_000 }, () => {
  test('are applied once for each key, and refused for another payload', async () => {
    await using service = await instance();
    const key = randomUUID();
    const first = await service.call('POST', '/v1/orders', orderOf(), key);
    expect(first.status).to.equal(201);
    expect(first.body.totalCents).to.equal(1499);
    const others = await Promise.all(
      Array.from({ length: 10 }, () => service.call('POST', '/v1/orders', orderOf(), key)),
    );
    for (const other of others) expect(other).to.deep.equal(first);
    const reused = await service.call('POST', '/v1/orders', orderOf(1), key);
    expect([reused.status, reused.body.error?.code]).to.deep.equal([409, 'key_reused']);
    expect(await rows('orders')).to.equal(1);
    expect(await rows('order_lines')).to.equal(2);
    expect(await rows('order_events')).to.equal(1);
    const read = await service.call('GET', `/v1/orders/${first.body.id}`);
    expect(read.body).to.deep.include({ totalCents: 1499, lines: orderOf().lines, events: ['placed'] });
    const stranger = await service.call('GET', `/v1/orders/${first.body.id}`, undefined, undefined, 'bob');
    expect(stranger.status).to.equal(404);
    const status = await service.call('GET', `/v1/writes/${key}`);
    expect(status.body).to.deep.equal({ key, status: 'applied', result: first.body });
    expect((await service.call('GET', `/v1/writes/${key}`, undefined, undefined, 'bob')).status).to.equal(
      404,
    );
  });

  test('sent at once under one key are one', async () => {
    await using service = await instance();
    const id = await begun(service);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        service.call('POST', `/v1/threads/${id}/messages`, { text: 'x' }, 'k'),
      ),
    );
    for (const { status, body } of answers) expect([status, body.position]).to.deep.equal([201, 1]);
    expect(await rows('messages')).to.equal(1);
  });

  for (const [what, body, key, code] of [
    ['without a key', orderOf(), undefined, 'key_missing'],
    ['with a key that is none', orderOf(), 'a b', 'invalid_request'],
    ['without lines', {}, 'k', 'invalid_request'],
    ['with no line', { lines: [] }, 'k', 'invalid_request'],
    [
      'with a price of null',
      { lines: [{ product: 'a', quantity: 1, unitPriceCents: null }] },
      'k',
      'invalid_request',
    ],
    [
      'with half a piece',
      { lines: [{ product: 'a', quantity: 0.5, unitPriceCents: 1 }] },
      'k',
      'invalid_request',
    ],
    ['with a NUL', { lines: [{ product: 'a\0', quantity: 1, unitPriceCents: 1 }] }, 'k', 'invalid_request'],
  ] as const) {
    test(`an order ${what} is refused`, async () => {
      await using service = await instance();
      const answer = await service.call('POST', '/v1/orders', body, key);
      expect([answer.status, answer.body.error?.code]).to.deep.equal([400, code]);
      expect(await rows('writes')).to.equal(0);
    });
  }
});

describe('writes while PostgreSQL is out', { timeout: 120_000 }, () => {
  test('are accepted and applied once and in order when it is back', async () => {
    await using service = await instance();
    const id = await begun(service);
    await service.call('POST', `/v1/threads/${id}/messages`, { text: '0' });
    await postgres.kill();
    for (let index = 1; index <= 20; index++) {
      const answer = await service.call(
        'POST',
        `/v1/threads/${id}/messages`,
        { text: `${index}` },
        `m-${index}`,
      );
      expect(answer.status).to.equal(202);
      expect(answer.body).to.include({ status: 'pending', key: `m-${index}` });
    }
    const order = await service.call('POST', '/v1/orders', orderOf(), 'order');
    expect(order.status).to.equal(202);
    expect((await service.call('POST', '/v1/orders', orderOf(), 'order')).body).to.deep.equal(order.body);
    const reused = await service.call('POST', '/v1/orders', orderOf(1), 'order');
    expect(reused.body.error?.code).to.equal('key_reused');
    expect((await service.call('GET', '/v1/writes/order')).body.status).to.equal('pending');
    expect((await service.call('GET', `/v1/orders/${order.body.id}`)).status).to.equal(202);
    expect(await service.metric('journal_depth')).to.equal(21);
    await postgres.start();
    await drained(service);
    expect(await texts(id)).to.deep.equal(Array.from({ length: 21 }, (_, index) => `${index}`));
    expect((await service.call('GET', '/v1/writes/order')).body.status).to.equal('applied');
    expect((await service.call('GET', `/v1/orders/${order.body.id}`)).status).to.equal(200);
    expect(await service.metric('journal_entries_total{outcome="applied"}')).to.equal(21);
  });

  test('go behind the others until all are applied', async () => {
    await using service = await instance();
    const id = await begun(service);
    await postgres.kill();
    const sent: string[] = [];
    const send = async (): Promise<void> => {
      const text = `${sent.length}`;
      const { status } = await service.call('POST', `/v1/threads/${id}/messages`, { text });
      expect(status).to.be.oneOf([201, 202]);
      sent.push(text);
    };
    for (let index = 0; index < 30; index++) await send();
    const started = postgres.start();
    const givenUpAtMs = Date.now() + limitMs;
    while (Date.now() < givenUpAtMs && (sent.length < 60 || (await service.metric('journal_depth')) > 0)) {
      await send();
      await delay(10);
    }
    await started;
    await drained(service);
    expect(await texts(id)).to.deep.equal(sent);
  });

  test('are refused by a full journal, which keeps what it has', async () => {
    await using service = await instance({ capacity: 3 });
    const id = await begun(service);
    await postgres.kill();
    const answers: Answer[] = [];
    for (let index = 0; index < 5; index++)
      answers.push(
        await service.call('POST', `/v1/threads/${id}/messages`, { text: `${index}` }, `k${index}`),
      );
    expect(answers.map(({ status }) => status)).to.deep.equal([202, 202, 202, 503, 503]);
    expect(answers[4]?.body.error?.code).to.equal('journal_full');
    await postgres.start();
    await drained(service);
    expect(await texts(id)).to.deep.equal(['0', '1', '2']);
  });

  test('that reuse a key or have no thread are rejected after acceptance, and the rest is applied', async () => {
    await using service = await instance();
    const id = await begun(service);
    await service.call('POST', '/v1/orders', orderOf(), 'used');
    await postgres.kill();
    const sent = [
      await service.call('POST', '/v1/orders', orderOf(1), 'used'),
      await service.call('POST', `/v1/threads/${randomUUID()}/messages`, { text: 'lost' }, 'nowhere'),
      await service.call('POST', `/v1/threads/${id}/messages`, { text: 'not mine' }, 'theirs', 'bob'),
      await service.call('POST', `/v1/threads/${id}/messages`, { text: 'mine' }, 'mine'),
    ];
    expect(sent.map(({ status }) => status)).to.deep.equal([202, 202, 202, 202]);
    await postgres.start();
    await drained(service);
    const of = async (key: string, token?: string) =>
      (await service.call('GET', `/v1/writes/${key}`, undefined, undefined, token)).body;
    expect(await of('used')).to.deep.include({ status: 'rejected', code: 'key_reused' });
    expect(await of('used')).to.have.nested.property('result.totalCents', 1499);
    expect(await of('nowhere')).to.deep.equal({ key: 'nowhere', status: 'rejected', code: 'not_found' });
    expect(await of('theirs', 'bob')).to.deep.include({ status: 'rejected', code: 'not_found' });
    expect(await texts(id)).to.deep.equal(['mine']);
    expect(service.log.filter(({ event }) => event === 'journal.rejected-after-acceptance')).to.have.length(
      3,
    );
    expect(await service.metric('journal_entries_total{outcome="rejected"}')).to.equal(3);
  });

  test('that fail for a reason of their own are set aside and do not block the rest', async () => {
    await using service = await instance();
    const id = await begun(service);
    await postgres.kill();
    await service.call('POST', `/v1/threads/${id}/messages`, { text: 'before' });
    // What no request could have brought about: a thread that is no UUID, and what is no write at all.
    await inRedis((connection) =>
      connection.send(
        'XADD',
        'journal:entries',
        '1-1000',
        'at',
        '1',
        'write',
        JSON.stringify({ user: 'Ada', key: 'p', kind: 'add message', payload: { thread: 'no', text: 'x' } }),
      ),
    );
    await inRedis((connection) => connection.send('XADD', 'journal:entries', '1-1001', 'write', '{'));
    await service.call('POST', `/v1/threads/${id}/messages`, { text: 'after' });
    await postgres.start();
    await drained(service);
    expect(await texts(id)).to.deep.equal(['before', 'after']);
    expect(service.log.filter(({ event, alert }) => event === 'journal.set-aside' && alert)).to.have.length(
      2,
    );
    expect(await inRedis((connection) => connection.send('XLEN', 'journal:aside'))).to.equal(2);
  });

  test('are refused when Redis cannot be trusted, and the log says what must hold', async () => {
    await inRedis((connection) => connection.send('CONFIG', 'SET', 'appendfsync', 'everysec'));
    try {
      await using service = await instance();
      const id = await begun(service);
      await postgres.kill();
      const answer = await service.call('POST', `/v1/threads/${id}/messages`, { text: 'x' });
      expect([answer.status, answer.body.error?.code]).to.deep.equal([503, 'write_refused']);
      const line = service.log.find(({ event }) => event === 'journal.unusable');
      expect(line?.message).to.contain('appendfsync must be always; got everysec');
    } finally {
      await inRedis((connection) => connection.send('CONFIG', 'SET', 'appendfsync', 'always'));
    }
  });

  test('survive the death of everything, and are applied at the next start', async () => {
    let id = '';
    {
      await using service = await instance();
      id = await begun(service);
      await postgres.kill();
      for (let index = 0; index < 5; index++)
        expect(
          (await service.call('POST', `/v1/threads/${id}/messages`, { text: `${index}` })).status,
        ).to.equal(202);
      await redis.kill();
    }
    await Promise.all([postgres.start(), redis.start()]);
    await using again = await instance();
    await drained(again);
    expect(await texts(id)).to.deep.equal(['0', '1', '2', '3', '4']);
  });

  test('are replayed once by two instances together', async () => {
    await using one = await instance();
    await using other = await instance();
    const id = await begun(one);
    await postgres.kill();
    for (let index = 0; index < 40; index++) {
      const through = index % 2 === 0 ? one : other;
      const answer = await through.call('POST', `/v1/threads/${id}/messages`, { text: `${index}` });
      expect(answer.status).to.equal(202);
    }
    await postgres.start();
    await drained(one);
    await drained(other);
    expect(await texts(id)).to.deep.equal(Array.from({ length: 40 }, (_, index) => `${index}`));
    const applied = 'journal_entries_total{outcome="applied"}';
    expect((await one.metric(applied)) + (await other.metric(applied))).to.equal(40);
  });
});

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
        database.run((client) => applyWrite(client, write, { guard: lease.guard }));
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

describe('the level', { timeout: 60_000 }, () => {
  test('is limited while accepted writes may wait and Redis is out; nothing overtakes them', async () => {
    await using service = await instance();
    const id = await begun(service);
    await postgres.freeze();
    await service.call('POST', `/v1/threads/${id}/messages`, { text: 'first' }, 'first');
    await redis.kill();
    await postgres.thaw();
    await until(
      async () => (await status(service)).level === 'limited',
      () => service.log.slice(-5),
    );
    const overtaking = await service.call('POST', `/v1/threads/${id}/messages`, { text: 'second' });
    expect([overtaking.status, overtaking.body.error?.code]).to.deep.equal([503, 'write_refused']);
    await redis.start();
    await drained(service);
    expect(await texts(id)).to.deep.equal(['first']);
  });

  test('is degraded while PostgreSQL takes no writes, which are accepted', async () => {
    await using service = await instance();
    const id = await begun(service);
    await setReadOnly(true);
    const answer = await service.call('POST', `/v1/threads/${id}/messages`, { text: 'x' });
    expect(answer.status).to.equal(202);
    expect((await status(service)).level).to.equal('degraded');
    expect((await service.call('GET', `/v1/threads/${id}`)).status).to.equal(200);
    await setReadOnly(false);
    await drained(service);
    expect(await texts(id)).to.deep.equal(['x']);
    await until(
      async () => (await status(service)).level === 'full',
      () => service.log.slice(-5),
    );
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
    const stateFolder = join(run.path, `state-${randomUUID()}`);
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
    const stateFolder = join(run.path, `state-${randomUUID()}`);
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

async function instance(journal: object = {}, stateFolder?: string): Promise<Instance> {
  const log: Record<string, unknown>[] = [];
  const service: RunningService = await startService(configuration(journal, stateFolder), {
    write: (text: string) => {
      for (const line of text.split('\n').filter(Boolean)) log.push(JSON.parse(line));
    },
  });
  return {
    log,
    call: async (method, path, body, key, token = 'ada') => {
      const response = await fetch(`${service.url}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(key === undefined ? {} : { 'idempotency-key': key }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { status: response.status, body: (await response.json()) as Answer['body'] };
    },
    metric: async (name) => {
      const page = await (await fetch(`${service.url}/metrics`)).text();
      const line = page.split('\n').find((each) => each.startsWith(`${name} `));
      return Number(line?.split(' ').at(-1) ?? 0);
    },
    [Symbol.asyncDispose]: () => service.stop(),
  };
}

function configuration(journal: object, stateFolder?: string): Configuration {
  return {
    host: '127.0.0.1',
    port: 0,
    providers: [
      { name: 'primary', format: 'openai', baseUrl: 'http://127.0.0.1:9/v1', apiKey: 'k', model: 'm' },
    ],
    users: [
      { name: 'Ada', plan: 'paying', token: 'ada' },
      { name: 'Bob', plan: 'trial', token: 'bob' },
    ],
    databaseUrl: postgres.url,
    redisUrl: redis.url,
    ...(stateFolder === undefined ? {} : { stateFolder }),
    policy: {
      health: { providers: { enabled: false }, dependencies: { intervalMs: 100, recheckMs: 50 } },
      dependencyBreaker: { openMs: 100, maxOpenMs: 300 },
      database: { connectMs: 500, queryMs: 500 },
      serviceLevel: { holdMs: 100 },
      journal: { leaseMs: 500, lookMs: 100, retryMs: 50, ...journal },
    },
  };
}

async function status(service: Instance): Promise<Record<string, unknown>> {
  return (await service.call('GET', '/v1/status')).body;
}

async function begun(service: Instance): Promise<string> {
  const answer = await service.call('POST', '/v1/threads', { title: 't' });
  expect(answer.status, JSON.stringify(answer.body)).to.equal(201);
  return answer.body.id as string;
}

function drained(service: Instance): Promise<void> {
  return until(
    async () => (await inRedis((connection) => connection.send('XLEN', 'journal:entries'))) === 0,
    () => service.log.slice(-5),
  );
}

async function until(holds: () => Promise<boolean>, lastSeen: () => unknown): Promise<void> {
  const givenUpAtMs = Date.now() + limitMs;
  while (!(await holds())) {
    if (Date.now() > givenUpAtMs)
      throw new Error(`not within ${limitMs} ms: ${JSON.stringify(lastSeen(), null, 1)}`);
    await delay(20);
  }
}

async function inPostgres<T>(work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: postgres.directUrl });
  client.on('error', () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function inRedis<T>(work: (connection: RedisConnection) => Promise<T>): Promise<T> {
  const connection = new RedisConnection(redis.directUrl);
  try {
    await connection.login();
    return await work(connection);
  } finally {
    connection.close();
  }
}

function rows(table: string): Promise<number> {
  return inPostgres(async (client) =>
    Number((await client.query(`SELECT count(*) FROM ${table}`)).rows[0].count),
  );
}

function texts(thread: string): Promise<string[]> {
  return inPostgres(async (client) =>
    (
      await client.query('SELECT text FROM messages WHERE thread_id = $1 ORDER BY position', [thread])
    ).rows.map(({ text }) => text),
  );
}

function setReadOnly(isReadOnly: boolean): Promise<void> {
  return inPostgres(async (client) => {
    await client.query('SET transaction_read_only = off');
    await client.query(`ALTER SYSTEM SET default_transaction_read_only = ${isReadOnly ? 'on' : 'off'}`);
    await client.query('SELECT pg_reload_conf()');
  });
}
