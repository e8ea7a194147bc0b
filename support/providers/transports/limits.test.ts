import { after, before, describe, test } from 'node:test';
import { expect } from 'chai';
import { eventually } from '../../evidence/eventually';
import { Bench } from '../decoding/bench';

const limited = 'nothing, RateLimitError 429 rate_limit_exceeded';

for (const name of ['nock', 'http'] as const) {
  describe(`a limit over ${name}`, () => {
    let bench: Bench;
    before(async () => {
      bench = await Bench.open(name);
    });
    after(() => bench[Symbol.asyncDispose]());

    test('enforces a limit on requests, whoever asks and however many at once', async () => {
      const { double, ask } = await bench.try();
      double.behave({ kind: 'limited', requests: 5, perMs: 600_000 });
      const met = await Promise.all(Array.from({ length: 20 }, () => ask()));
      expect(met.filter((one) => one === 'the answer, finished')).to.have.length(5);
      expect(met.filter((one) => one === limited)).to.have.length(15);
      // Whoever came first was admitted.
      expect(double.log.map(({ behaviour, status }) => `${behaviour} ${status}`)).to.deep.equal([
        ...Array(5).fill('healthy 200'),
        ...Array(15).fill('rate-limiting 429'),
      ]);
    });

    test('a look from outside takes nothing from a limit', async () => {
      const { double, ask } = await bench.try();
      double.behave({ kind: 'limited', requests: 1, perMs: 600_000 });
      expect([await double.confirm(), await double.confirm()]).to.deep.equal(['answers', 'answers']);
      expect([await ask(), await ask()]).to.deep.equal(['the answer, finished', limited]);
      expect(await double.confirm()).to.equal('status 429');
      expect(double.log).to.have.length(2);
    });

    test('a limit that is set begins anew, and goes on under an exception and in turn', async () => {
      const { double, ask } = await bench.try();
      const limit = { kind: 'limited', requests: 1, perMs: 600_000 } as const;
      const failed = 'nothing, InternalServerError 500 server_error';
      for (let round = 0; round < 2; round++) {
        double.behave(limit);
        expect([await ask(), await ask()]).to.deep.equal(['the answer, finished', limited]);
      }
      double.behaveFor(2, limit);
      double.behaveFor(1, { kind: 'failing' });
      const met = [await ask(), await ask(), await ask(), await ask()];
      expect(met).to.deep.equal([failed, 'the answer, finished', limited, limited]);
      double.cycle([limit, { kind: 'failing' }]);
      const inTurn = [await ask(), await ask(), await ask()];
      expect(inTurn).to.deep.equal(['the answer, finished', failed, limited]);
      double.heal();
      expect(await ask()).to.equal('the answer, finished');
    });

    test('has room again when its time is over, on the clock of the log', async () => {
      const { double, ask } = await bench.try();
      double.behave({ kind: 'limited', requests: 1, perMs: 300 });
      await ask();
      await eventually(
        () => double.confirm(),
        (met) => met === 'answers',
        5_000,
        (met) => met,
      );
      expect(await ask()).to.equal('the answer, finished');
      const [first, second] = double.log.map(({ arrivedAtMs }) => arrivedAtMs) as [number, number];
      expect(second - first).to.be.at.least(300);
    });

    test('releases held requests under a limit', async () => {
      const { double, ask } = await bench.try();
      double.behave({ kind: 'held' });
      const asked = [ask(), ask(), ask()];
      await bench.inFlight(double, 3);
      expect(double.release({ kind: 'limited', requests: 1, perMs: 600_000 })).to.equal(3);
      expect((await Promise.all(asked)).sort()).to.deep.equal([limited, limited, 'the answer, finished']);
    });

    test('refuses to be told what its format cannot say, and goes on as before', async () => {
      const { double, ask } = await bench.try();
      const unsayable = {
        kind: 'rate-limiting',
        asks: { form: 'input-tokens-reset', forMs: 1 },
      } as const;
      const expected = 'No form "input-tokens-reset" in the format of openai';
      expect(() => double.behave(unsayable)).to.throw(expected);
      expect(() => double.behaveFor(1, unsayable)).to.throw(expected);
      expect(() => double.cycle([unsayable])).to.throw(expected);
      expect(() => double.release(unsayable)).to.throw(expected);
      expect(() => double.behave({ kind: 'limited', requests: 0, perMs: 1 })).to.throw('got 0 in 1 ms');
      expect(await ask()).to.equal('the answer, finished');
    });
  });
}
