import { after, afterEach, before, describe, test } from 'node:test';
import { expect } from 'chai';
import { EmbeddedEnvironment } from '../environments/embedded/embedded-environment';
import type { DisposableServer } from '../environments/environment';
import { RunFolder } from '../environments/run/run-folder';
import { Journal } from '../evidence/journal';
import { FaultLedger } from './fault-ledger';
import { ask } from './questions/ask';
import { faultNamed, faultNames, faultNamesFor } from './registry';
import { slow } from './slow';

let run: RunFolder;
let environment: EmbeddedEnvironment;

before(() => {
  run = RunFolder.open();
  environment = new EmbeddedEnvironment({ journal: () => new Journal(), folder: run.path });
});

after(async () => {
  await environment[Symbol.asyncDispose]();
  await run[Symbol.asyncDispose]();
});

/** What the service meets, and what the harness meets past the proxy, while the fault stands. */
const consequences: Record<string, { atTheProxy: string; pastTheProxy: string }> = {
  'black-holed': { atTheProxy: 'silent', pastTheProxy: 'answered' },
  'credentials-rejected': { atTheProxy: 'failed', pastTheProxy: 'answered' },
  cut: { atTheProxy: 'answered', pastTheProxy: 'answered' },
  emptied: { atTheProxy: 'answered', pastTheProxy: 'answered' },
  evicting: { atTheProxy: 'answered', pastTheProxy: 'answered' },
  frozen: { atTheProxy: 'silent', pastTheProxy: 'silent' },
  killed: { atTheProxy: 'refused', pastTheProxy: 'refused' },
  'out-of-memory': { atTheProxy: 'answered', pastTheProxy: 'answered' },
  'read-only': { atTheProxy: 'answered', pastTheProxy: 'answered' },
  refused: { atTheProxy: 'refused', pastTheProxy: 'answered' },
  restarted: { atTheProxy: 'answered', pastTheProxy: 'answered' },
  'saving-silently': { atTheProxy: 'answered', pastTheProxy: 'answered' },
  'short-of-connections': { atTheProxy: 'failed', pastTheProxy: 'answered' },
  slow: { atTheProxy: 'answered', pastTheProxy: 'answered' },
  'storage-destroyed': { atTheProxy: 'answered', pastTheProxy: 'answered' },
  unsynced: { atTheProxy: 'answered', pastTheProxy: 'answered' },
};

/** What they did stays seen. */
const happensOnce = ['cut', 'restarted', 'storage-destroyed'];

/** A new fault of the name; gentle where a test has nothing to wait for. */
const fault = (name: string) => (name === 'slow' ? slow({ latencyMs: 60 }) : faultNamed(name));

// Side by side: they share nothing, and most of the time is waiting for silence.
describe('faults upon real servers', { concurrency: 2, timeout: 60_000 }, () => {
  for (const kind of ['postgresql', 'redis'] as const) {
    describe(`a real ${kind}`, { concurrency: 1 }, () => {
      let server: DisposableServer;
      let journal = new Journal();
      const ledger = new FaultLedger(() => journal);
      afterEach(() => ledger.healAll());
      before(async () => {
        server = await environment.server(kind);
      });

      for (const name of faultNames.filter((each) => !faultNamesFor(kind).includes(each))) {
        test(`is refused to be ${name}`, async () => {
          const error = await ledger.apply(name, server).catch((reason) => reason);
          expect(String(error)).to.contain(`The ${kind} server cannot be ${name}; it fits: `);
          expect(ledger.active()).to.deep.equal([]);
        });
      }

      for (const name of faultNamesFor(kind)) {
        test(`is ${name}, confirmed, and answers again when healed`, async () => {
          journal = new Journal();
          await ledger.apply(fault(name), server);
          const { atTheProxy, pastTheProxy } = consequences[name] as (typeof consequences)[string];
          const limitMs = atTheProxy === 'silent' ? 100 : 5000;
          expect((await ask(server.url, limitMs)).kind).to.equal(atTheProxy);
          expect((await ask(server.directUrl, pastTheProxy === 'silent' ? 100 : 5000)).kind).to.equal(
            pastTheProxy,
          );
          await ledger.heal(server);
          expect((await ask(server.url, 5000)).kind).to.equal('answered');
          expect(server.proxy.disturbances()).to.deep.equal([]);
          expect(journal.entries().map(({ event }) => event.replace(/[:,].*/, ''))).to.deep.equal([
            `was ${name}`,
            `confirmed ${name}`,
            `healed of ${name}`,
            'answered again',
          ]);
        });

        test(`is healed of ${name} twice, and without having been so, harmlessly`, async () => {
          const made = fault(name);
          await made.heal(server);
          await made.apply(server);
          expect((await made.confirm(server)).isConfirmed).to.equal(true);
          await made.heal(server);
          await made.heal(server);
          expect((await ask(server.url, 5000)).kind).to.equal('answered');
          if (happensOnce.includes(name)) return;
          expect((await made.confirm(server)).isConfirmed).to.equal(false);
        });

        test(`is seen not to be ${name} when it is not`, async () => {
          const { isConfirmed, seen } = await faultNamed(name).confirm(server);
          expect(isConfirmed).to.equal(false);
          expect(seen).to.be.a('string');
        });
      }

      test('is as slow as was asked for', async () => {
        await ledger.apply(slow({ latencyMs: 60, jitterMs: 20 }), server);
        const answer = await ask(server.url, 5000);
        expect(answer.kind === 'answered' && answer.roundTripMs).to.be.within(39, 400);
      });

      test('with faults upon faults is well again when all are healed', async () => {
        for (const name of ['slow', 'killed', 'refused']) await ledger.apply(fault(name), server);
        expect(ledger.active()).to.deep.equal([`${kind} slow`, `${kind} killed`, `${kind} refused`]);
        await ledger.healAll();
        expect(ledger.active()).to.deep.equal([]);
        expect((await ask(server.url, 5000)).kind).to.equal('answered');
      });
    });
  }
});
