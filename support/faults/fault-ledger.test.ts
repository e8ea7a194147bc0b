import { afterEach, beforeEach, describe, test } from 'node:test';
import { expect } from 'chai';
import type { DisposableServer } from '../environments/environment';
import { Journal } from '../evidence/journal';
import { verdictOf } from '../evidence/verdict';
import type { Fault } from './fault';
import { FaultLedger } from './fault-ledger';
import { FaultNotConfirmed } from './fault-not-confirmed';
import { StubRedis } from './fixtures/stub-redis';

let stub: StubRedis;
let server: DisposableServer;
let journal: Journal;
let ledger: FaultLedger;
let healed: string[];

beforeEach(async () => {
  stub = await StubRedis.open();
  server = {
    kind: 'redis',
    url: stub.url,
    directUrl: stub.url,
    proxy: { disturbances: () => [] },
  } as unknown as DisposableServer;
  journal = new Journal();
  ledger = new FaultLedger(() => journal);
  healed = [];
});

afterEach(() => stub.close());

function fault(name: string, parts: Partial<Fault> = {}): Fault {
  return {
    name,
    apply: async () => {},
    confirm: async () => ({ isConfirmed: true, seen: 'seen' }),
    heal: async () => {
      healed.push(name);
    },
    ...parts,
  };
}

describe('the ledger of faults', () => {
  test('an unconfirmed fault compromises the scenario, and is healed all the same', async () => {
    const vain = fault('vain', { confirm: async () => ({ isConfirmed: false, seen: 'answered in 1 ms' }) });
    const error = await ledger.apply(vain, server).catch((reason) => reason);
    expect(error).to.be.instanceOf(FaultNotConfirmed);
    expect(verdictOf(error)).to.equal('compromised');
    expect(error.message).to.equal(
      'the redis server must be vain before the scenario goes on; answered in 1 ms',
    );
    await ledger.healAll();
    expect(healed).to.deep.equal(['vain']);
  });

  test('a fault that failed half-way is healed', async () => {
    const broken = fault('broken', { apply: () => Promise.reject(new Error('half-way')) });
    expect(String(await ledger.apply(broken, server).catch((reason) => reason))).to.contain('half-way');
    await ledger.healAll();
    expect(healed).to.deep.equal(['broken']);
  });

  test('one that cannot be healed does not keep the others from it; the last is healed first', async () => {
    const stubborn = fault('stubborn', { heal: () => Promise.reject(new Error('will not')) });
    for (const each of [fault('first'), stubborn, fault('last')]) await ledger.apply(each, server);
    const error = await ledger.healAll().catch((reason) => reason);
    expect(error.message).to.equal('will not');
    expect(healed).to.deep.equal(['last', 'first']);
    expect(ledger.active()).to.deep.equal([]);
    expect(journal.entries().map(({ event }) => event)).to.include(
      'could not be healed of stubborn: will not',
    );
  });

  test('heals the faults of one server only', async () => {
    const other = await StubRedis.open();
    const neighbour = { ...server, kind: 'postgresql', url: other.url } as DisposableServer;
    await ledger.apply(fault('one'), server);
    await ledger.apply(fault('two'), neighbour);
    await ledger.heal(server);
    expect(ledger.active()).to.deep.equal(['postgresql two']);
    await ledger.healAll();
    await other.close();
  });

  test('healing waits until the server answers', async () => {
    stub.isLoading = true;
    const arrived = stub.nextQuestion();
    await ledger.apply(fault('one'), server);
    let isHealed = false;
    const healing = ledger.healAll().then(() => {
      isHealed = true;
    });
    await arrived;
    await stub.nextQuestion();
    expect(isHealed).to.equal(false);
    stub.isLoading = false;
    await healing;
    expect(journal.entries().at(-1)?.event).to.match(/^answered again, \d+ ms after/);
  });

  test('a fault that does not fit the server is refused before anything is broken', async () => {
    let isApplied = false;
    const unfit = fault('unfit', {
      fits: ['postgresql'],
      apply: async () => {
        isApplied = true;
      },
    });
    expect(String(await ledger.apply(unfit, server).catch((reason) => reason))).to.contain(
      'The redis server cannot be unfit; it fits: postgresql',
    );
    expect(isApplied).to.equal(false);
    expect(ledger.active()).to.deep.equal([]);
  });

  test('an unknown name is refused before anything is broken', async () => {
    expect(String(await ledger.apply('on fire', server).catch((reason) => reason))).to.contain(
      'No fault named "on fire"',
    );
    expect(ledger.active()).to.deep.equal([]);
  });
});
