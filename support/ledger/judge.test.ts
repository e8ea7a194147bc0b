import { describe, test } from 'node:test';
import { expect } from 'chai';
import type { LedgerHistory } from './history';
import { judgeLedger, ledgerFindings } from './judge';
import { defects } from './simulation/defects';
import { simulatedHistory } from './simulation/simulated-history';

const seeds = Array.from({ length: 30 }, (_, index) => index + 1);
const kept = { law: 'acknowledged writes are kept' } as const;
const none = { law: 'none may be acknowledged', fewestRefused: 3 } as const;

describe('the ledger', () => {
  for (const isJournalDestroyed of [false, true])
    test(`finds nothing in good histories${isJournalDestroyed ? ', nor where losses are declared' : ''}`, () => {
      for (const seed of seeds) {
        const { verdict, summary } = judgeLedger(simulatedHistory(seed, { isJournalDestroyed }), kept);
        expect(verdict, `seed ${seed}: ${summary}`).to.equal('passed');
      }
    });

  for (const { name, caughtBy, needsDestruction, inject } of defects)
    test(`finds that ${name}, as "${caughtBy}" and nothing else`, () => {
      for (const seed of seeds) {
        const good = simulatedHistory(seed, { isJournalDestroyed: needsDestruction === true, count: 240 });
        const classes = ledgerFindings(inject(good)).map((each) => each.class);
        expect([...new Set(classes)], `seed ${seed}`).to.deep.equal([caughtBy]);
      }
    });
});

describe('the verdict of the ledger', () => {
  const good = simulatedHistory(1);
  const calm = { ...good, outages: [] };
  const [fault] = good.outages as [{ fromMs: number; toMs: number }];
  const inFault = (outcome: string): number =>
    good.writes.filter(
      (each) => each.outcome === outcome && each.invokedAtMs >= fault.fromMs && each.endedAtMs <= fault.toMs,
    ).length;
  const verdict = (history: LedgerHistory, demand: Parameters<typeof judgeLedger>[1]): string =>
    judgeLedger(history, demand).verdict;

  test('is inconclusive when nothing was acknowledged during the fault', () => {
    expect(verdict(calm, kept)).to.equal('inconclusive');
  });

  test('is inconclusive while an unknown write was not asked again until it was answered', () => {
    expect(verdict({ ...good, repeats: [], afterRepeats: good.afterRecovery }, kept)).to.equal(
      'inconclusive',
    );
  });

  test('fails an acknowledgement where none may be, and wants enough refusals', () => {
    expect(verdict(good, none)).to.equal('failed');
    expect(judgeLedger(good, none).findings).to.have.length(inFault('acknowledged'));
    expect(verdict(calm, none)).to.equal('inconclusive');
    const onlyRefused = (count: number): LedgerHistory => ({
      ...simulatedHistory(1, { count: 0 }),
      writes: Array.from({ length: count }, (_, index) => ({
        id: `w${index}`,
        user: 'Ada',
        key: `k${index}`,
        attempt: 1,
        invokedAtMs: 1_100,
        endedAtMs: 1_200,
        outcome: 'refused' as const,
        payload: { kind: 'message' as const, threadId: 'a1', text: `m${index}` },
      })),
    });
    expect(verdict(onlyRefused(2), none)).to.equal('inconclusive');
    expect(verdict(onlyRefused(3), none)).to.equal('passed');
  });

  test('tells what was counted', () => {
    expect(judgeLedger(good, kept).summary).to.contain(
      `${inFault('acknowledged')} acknowledged and ${inFault('refused')} refused`,
    );
  });

  test('is not given over an unsound record', () => {
    const [first] = good.writes as [LedgerHistory['writes'][number]];
    expect(() => judgeLedger({ ...good, writes: [...good.writes, first] }, kept)).to.throw(
      RangeError,
      /unique/,
    );
    expect(() =>
      judgeLedger({ ...good, writes: [...good.writes, { ...first, id: 'x', key: 'other' }] }, kept),
    ).to.throw(RangeError, /several/);
  });
});
