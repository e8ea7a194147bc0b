import { randomUUID } from 'node:crypto';
import { describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'chai';
import {
  type Answer,
  begun,
  drained,
  inRedis,
  instance,
  limitMs,
  postgres,
  redis,
  rows,
  setReadOnly,
  status,
  texts,
  until,
  withServers,
} from './fixtures/durable-bench';

const orderOf = (unitPriceCents = 250) => ({
  lines: [
    { product: 'tea', quantity: 2, unitPriceCents },
    { product: 'cup', quantity: 1, unitPriceCents: 999 },
  ],
});

withServers();

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
