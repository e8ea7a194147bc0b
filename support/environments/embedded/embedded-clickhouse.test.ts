import { after, afterEach, before, describe, test } from 'node:test';
import { ClickHouseLogLevel, createClient } from '@clickhouse/client';
import { expect } from 'chai';
import { Journal } from '../../evidence/journal';
import { FaultLedger } from '../../faults/fault-ledger';
import { ask } from '../../faults/questions/ask';
import { faultNamesFor } from '../../faults/registry';
import type { DisposableServer } from '../environment';
import { workingIn } from '../run/processes';
import { RunFolder } from '../run/run-folder';
import { EmbeddedEnvironment } from './embedded-environment';

let run: RunFolder;
let environment: EmbeddedEnvironment;
let server: DisposableServer;
const ledger = new FaultLedger(() => new Journal());

describe('an embedded clickhouse', { timeout: 60_000 }, () => {
  before(async () => {
    run = RunFolder.open();
    environment = new EmbeddedEnvironment({ journal: () => new Journal(), folder: run.path });
    server = await environment.server('clickhouse');
  });

  afterEach(async () => {
    await ledger.healAll();
    await server.reset();
  });

  after(async () => {
    await environment[Symbol.asyncDispose]();
    expect(workingIn(run.path)).to.deep.equal([]);
    await run[Symbol.asyncDispose]();
  });

  const client = (url = server.url) =>
    createClient({ url, request_timeout: 2_000, log: { level: ClickHouseLogLevel.OFF } });

  const withRows = async (count: number): Promise<void> => {
    const service = client();
    await service.command({
      query:
        'CREATE TABLE IF NOT EXISTS seen (number UInt32, text String) ENGINE = MergeTree ORDER BY number',
    });
    const values = Array.from({ length: count }, (_, number) => ({ number, text: `It's "${number}";\n` }));
    await service.insert({ table: 'seen', values, format: 'JSONEachRow' });
    await service.close();
  };

  const texts = async (number: number): Promise<unknown> => {
    const service = client();
    const answer = await service.query({
      query: 'SELECT text FROM seen WHERE number = {number: UInt32}',
      query_params: { number },
      format: 'JSONEachRow',
    });
    return answer.json().finally(() => service.close());
  };

  test('takes rows and answers questions of the official client', async () => {
    await withRows(3);
    expect(await texts(2)).to.deep.equal([{ text: 'It\'s "2";\n' }]);
  });

  test('keeps what it had taken when it is killed', async () => {
    await withRows(3);
    await server.kill();
    expect(await server.isAnswering(250)).to.equal(false);
    await server.start();
    expect(await texts(1)).to.have.length(1);
  });

  test('is empty once its storage was destroyed', async () => {
    await withRows(1);
    await server.kill();
    await server.destroyStorage();
    await server.start();
    expect(await server.leftovers()).to.deep.equal([]);
  });

  test('says what is left in it, and nothing after a reset', async () => {
    await withRows(2);
    expect(await server.leftovers()).to.deep.equal(['clickhouse: 2 rows in seen']);
    await server.reset();
    expect(await server.leftovers()).to.deep.equal([]);
  });

  test('tells its errors as ClickHouse does, and lets nobody in without the password', async () => {
    const service = client();
    const unknown = await service.query({ query: 'SELECT 1 FROM nowhere' }).catch((error) => error);
    expect(unknown).to.include({ code: '60', type: 'UNKNOWN_TABLE' });
    await service.close();
    const answer = await ask(server.directUrl.replace(/:[^:@]+@/, ':wrong@'), 2_000);
    expect(answer).to.include({ kind: 'failed', code: '516' });
  });

  for (const name of faultNamesFor('clickhouse')) {
    test(`can be ${name}, which is confirmed and undone`, async () => {
      await ledger.apply(name, server);
      await ledger.heal(server);
      expect((await ask(server.url, 2_000)).kind).to.equal('answered');
    });
  }
});
