import { after, afterEach, before, describe, test } from 'node:test';
import { expect } from 'chai';
import { Client, Pool } from 'pg';
import { EmbeddedEnvironment } from '../environments/embedded/embedded-environment';
import type { DisposableServer } from '../environments/environment';
import { RunFolder } from '../environments/run/run-folder';
import { Journal } from '../evidence/journal';
import { FaultLedger } from './fault-ledger';
import { ask } from './questions/ask';
import { onRedis } from './questions/on-redis';

let run: RunFolder;
let environment: EmbeddedEnvironment;
let postgres: DisposableServer;
let redis: DisposableServer;
const ledger = new FaultLedger(() => new Journal());

before(async () => {
  run = RunFolder.open();
  environment = new EmbeddedEnvironment({ journal: () => new Journal(), folder: run.path });
  [postgres, redis] = await Promise.all([environment.server('postgresql'), environment.server('redis')]);
});

afterEach(async () => {
  await ledger.healAll();
  await Promise.all([postgres.reset(), redis.reset()]);
});

after(async () => {
  await environment[Symbol.asyncDispose]();
  await run[Symbol.asyncDispose]();
});

describe('what a client of a server feels', { timeout: 60_000 }, () => {
  for (const name of ['short-of-connections', 'read-only', 'credentials-rejected']) {
    test(`its session with PostgreSQL ends when it is ${name}`, async () => {
      const client = new Client({ connectionString: postgres.url });
      const ended = new Promise<Error>((resolve) => client.on('error', resolve));
      await client.connect();
      await ledger.apply(name, postgres);
      expect((await ended).message).to.match(/terminat/);
    });
  }

  test('PostgreSQL short of connections has none for a crowd that reconnects all the time', async () => {
    const crowd = persistently(8, () => ask(postgres.url, 2000));
    await ledger.apply('short-of-connections', postgres);
    const answer = await ask(postgres.url, 2000);
    await crowd.stop();
    expect(answer).to.include({ kind: 'failed', code: '53300' });
    expect((await ask(postgres.directUrl, 2000)).kind, 'the harness has its way in').to.equal('answered');
  });

  test('a read-only PostgreSQL answers reads', async () => {
    await ledger.apply('read-only', postgres);
    const pool = new Pool({ connectionString: postgres.url });
    expect((await pool.query('select 1 as one')).rows).to.deep.equal([{ one: 1 }]);
    const error = await pool.query('create table t ()').catch((reason) => reason);
    expect(error.code).to.equal('25006');
    await pool.end();
  });

  test('a session with Redis ends when its credentials are rejected', async () => {
    await onRedis(redis.url, async (connection) => {
      const [ended] = await Promise.all([
        connection.send('BLPOP', 'nothing', '0').catch((reason) => reason),
        ledger.apply('credentials-rejected', redis),
      ]);
      expect(ended.message).to.contain('closed');
    });
  });

  test('Redis out of memory evicts what has a time to live, refuses to write, answers reads and keeps the rest', async () => {
    await onRedis(redis.url, async (connection) => {
      await connection.send('XADD', 'journal', '*', 'entry', 'one');
      for (let at = 0; at < 500; at += 1) await connection.send('SET', `cached:${at}`, 'x', 'EX', '600');
      await ledger.apply('out-of-memory', redis);
      const error = await connection.send('XADD', 'journal', '*', 'entry', 'two').catch((reason) => reason);
      expect(error.message).to.match(/^OOM/);
      expect(await connection.send('XLEN', 'journal')).to.equal(1);
      expect(await connection.send('CONFIG', 'GET', 'maxmemory-policy')).to.include('volatile-ttl');
      await ledger.heal(redis);
      await connection.send('XADD', 'journal', '*', 'entry', 'two');
      expect(await connection.send('DBSIZE')).to.equal(1);
    });
  });

  test('Redis emptied keeps streams, and nothing else', async () => {
    await onRedis(redis.url, async (connection) => {
      await connection.send('XADD', 'journal', '*', 'entry', 'one');
      await connection.send('RPUSH', 'list', 'one');
      for (let at = 0; at < 2500; at += 1) await connection.send('SET', `cached:${at}`, 'x');
      await ledger.apply('emptied', redis);
      expect(await connection.send('KEYS', '*')).to.deep.equal(['journal']);
    });
  });

  test('Redis with its storage destroyed has lost streams too, and keeps what comes after', async () => {
    await onRedis(redis.url, (connection) => connection.send('XADD', 'journal', '*', 'entry', 'one'));
    await ledger.apply('storage-destroyed', redis);
    await onRedis(redis.url, async (connection) => {
      expect(await connection.send('DBSIZE')).to.equal(0);
      await connection.send('XADD', 'journal', '*', 'entry', 'two');
    });
    await ledger.heal(redis);
    await ledger.apply('restarted', redis);
    await onRedis(redis.url, async (connection) => {
      expect(await connection.send('XLEN', 'journal')).to.equal(1);
    });
  });
});

describe('faults together', { timeout: 60_000 }, () => {
  for (const [one, other] of [
    ['frozen', 'killed'],
    ['read-only', 'out-of-memory'],
    ['short-of-connections', 'storage-destroyed'],
    ['credentials-rejected', 'credentials-rejected'],
  ] as const) {
    test(`PostgreSQL is ${one} while Redis is ${other}, at once, and each heals by itself`, async () => {
      await Promise.all([ledger.apply(one, postgres), ledger.apply(other, redis)]);
      expect(ledger.active()).to.have.members([`postgresql ${one}`, `redis ${other}`]);
      await ledger.heal(postgres);
      expect(ledger.active()).to.deep.equal([`redis ${other}`]);
      await ledger.healAll();
      for (const { url } of [postgres, redis]) expect((await ask(url, 5000)).kind).to.equal('answered');
    });
  }

  for (const name of ['short-of-connections', 'read-only', 'credentials-rejected'])
    test(`PostgreSQL that is ${name} and then killed is well when healed`, async () => {
      await ledger.apply(name, postgres);
      await ledger.apply('killed', postgres);
      await ledger.heal(postgres);
      expect((await ask(postgres.url, 5000)).kind).to.equal('answered');
    });

  test('a fault that finds the server dead does not keep it from coming back', async () => {
    for (const [server, name] of [
      [postgres, 'read-only'],
      [postgres, 'short-of-connections'],
      [postgres, 'credentials-rejected'],
      [redis, 'out-of-memory'],
      [redis, 'credentials-rejected'],
      [redis, 'emptied'],
      [redis, 'storage-destroyed'],
    ] as const) {
      await ledger.apply('killed', server);
      const error = await ledger.apply(name, server).catch((reason) => reason);
      expect(String(error), name).to.match(/ECONNREFUSED/);
      await ledger.heal(server);
    }
  });
});

describe('a server restarted under load', { timeout: 60_000 }, () => {
  test('PostgreSQL has what it acknowledged', async () => {
    const pool = new Pool({ connectionString: postgres.url, max: 8, connectionTimeoutMillis: 2000 });
    pool.on('error', () => {});
    await pool.query('create table written (value int primary key)');
    let value = 0;
    const acknowledged: number[] = [];
    const load = persistently(8, async () => {
      value += 1;
      const mine = value;
      await pool.query('insert into written values ($1)', [mine]);
      acknowledged.push(mine);
    });
    await ledger.apply('restarted', postgres);
    const before = acknowledged.length;
    await load.until(() => acknowledged.length > before + 20);
    await load.stop();
    const { rows } = await pool.query('select value from written');
    await pool.query('drop table written');
    await pool.end();
    expect(load.failures(), 'those that were under way').to.be.above(0);
    expect(rows.map((row) => row.value)).to.include.members(acknowledged);
  });

  test('Redis has what it acknowledged', async () => {
    let value = 0;
    const acknowledged: string[] = [];
    const load = persistently(4, () =>
      onRedis(redis.url, async (connection) => {
        for (;;) {
          value += 1;
          const mine = String(value);
          await connection.send('SADD', 'written', mine);
          acknowledged.push(mine);
          if (load.isStopping()) return;
        }
      }),
    );
    await load.until(() => acknowledged.length > 20);
    await ledger.apply('restarted', redis);
    const before = acknowledged.length;
    await load.until(() => acknowledged.length > before + 20);
    await load.stop();
    expect(load.failures()).to.be.above(0);
    const kept = await onRedis(redis.url, (connection) => connection.send('SMEMBERS', 'written'));
    expect(kept).to.include.members(acknowledged);
  });
});

/** Does the work over and over, so many at a time, whatever comes of it. */
function persistently(count: number, work: () => Promise<unknown>) {
  let isStopping = false;
  let failures = 0;
  const one = async (): Promise<void> => {
    while (!isStopping) {
      await work().catch(() => {
        failures += 1;
      });
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const all = Promise.all(Array.from({ length: count }, one));
  return {
    failures: () => failures,
    isStopping: () => isStopping,
    until: async (isSo: () => boolean): Promise<void> => {
      while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 2));
    },
    stop: async (): Promise<void> => {
      isStopping = true;
      await all;
    },
  };
}
