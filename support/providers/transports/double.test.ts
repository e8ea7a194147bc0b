import { after, before, describe, test } from 'node:test';
import { expect } from 'chai';
import { Bench, type Tried } from '../decoding/bench';

for (const name of ['nock', 'http'] as const) {
  describe(`a double over ${name}`, () => {
    let bench: Bench;
    before(async () => {
      bench = await Bench.open(name);
    });
    after(() => bench[Symbol.asyncDispose]());

    const withDouble = async (
      body: (double: Tried['double'], ask: Tried['ask']) => Promise<void>,
    ): Promise<void> => {
      const { double, ask } = await bench.try();
      await body(double, ask);
    };

    test('behaves so for a number of requests, in turn, and as healthy after healing', () =>
      withDouble(async (double, ask) => {
        double.behaveFor(1, { kind: 'failing' });
        const failed = 'nothing, InternalServerError 500 server_error';
        expect([await ask(), await ask()]).to.deep.equal([failed, 'the answer, finished']);
        double.cycle([{ kind: 'empty' }, { kind: 'failing' }]);
        expect([await ask(), await ask(), await ask()]).to.deep.equal([
          'nothing, finished',
          failed,
          'nothing, finished',
        ]);
        double.heal();
        expect(await ask()).to.equal('the answer, finished');
        expect(double.log.map(({ number }) => number)).to.deep.equal([1, 2, 3, 4, 5, 6]);
      }));

    test('many at once each meet their own behaviour', () =>
      withDouble(async (double, ask) => {
        double.behaveFor(5, { kind: 'failing' });
        const met = await Promise.all(Array.from({ length: 20 }, () => ask()));
        expect(met.filter((one) => one === 'the answer, finished')).to.have.length(15);
        expect(double.log.filter(({ behaviour }) => behaviour === 'failing')).to.have.length(5);
      }));

    test('holds requests until they are released', () =>
      withDouble(async (double, ask) => {
        double.behave({ kind: 'held' });
        const asked = [ask(), ask()];
        await bench.inFlight(double, 2);
        expect(double.log.map(({ status }) => status)).to.deep.equal([undefined, undefined]);
        double.heal();
        expect(await ask()).to.equal('the answer, finished');
        expect(double.release({ kind: 'overloaded' })).to.equal(2);
        expect(await Promise.all(asked)).to.deep.equal([
          'nothing, InternalServerError 503 server_is_overloaded',
          'nothing, InternalServerError 503 server_is_overloaded',
        ]);
        expect(double.release({ kind: 'healthy' })).to.equal(0);
      }));

    test('dies under the requests in flight, before their headers and in the middle of an answer', () =>
      withDouble(async (double, ask) => {
        double.behaveFor(1, { kind: 'hanging' });
        const unanswered = ask();
        await bench.inFlight(double, 1);
        double.behaveFor(1, { kind: 'stalling', afterTokens: 4 });
        const begun = ask();
        await bench.inFlight(double, 2);
        expect(double.cutInFlight()).to.equal(2);
        expect(await unanswered).to.match(/^nothing, APIConnectionError (ECONNRESET|UND_ERR_SOCKET)$/u);
        // What was received and not yet read dies with the connection.
        expect(await begun).to.match(/^(4 tokens|nothing), (TypeError reset|APIConnectionError \w+)$/u);
        expect(double.inFlight()).to.equal(0);
        expect(
          double.log.every(({ cutAtMs, hungUpAtMs }) => cutAtMs !== undefined && hungUpAtMs === undefined),
        ).to.equal(true);
      }));

    test('those in flight go on as they began', () =>
      withDouble(async (double, ask) => {
        double.behave({ kind: 'healthy', betweenTokensMs: 10 });
        const asked = ask();
        await bench.inFlight(double, 1);
        double.behave({ kind: 'unreachable', how: 'refused' });
        expect(await ask()).to.equal('nothing, APIConnectionError ECONNREFUSED');
        expect(await asked).to.equal('the answer, finished');
        // A caller may be quicker to use the connection of the last answer again than to notice that it was closed.
        expect(await ask()).to.match(
          /^nothing, APIConnectionError (ECONNREFUSED|ECONNRESET|UND_ERR_SOCKET)$/u,
        );
        double.heal();
        expect(await double.confirm()).to.equal('answers');
        expect(await ask()).to.equal('the answer, finished');
      }));

    test('every way of being out of reach takes hold of a caller with open connections, and heals', () =>
      withDouble(async (double, ask) => {
        const ways = {
          refused: 'ECONNREFUSED',
          reset: 'ECONNRESET',
          'name-not-resolved': 'ENOTFOUND',
        } as const;
        const all = { ...ways, 'certificate-expired': 'CERT_HAS_EXPIRED' } as const;
        for (const [how, code] of Object.entries(all)) {
          expect(await ask()).to.equal('the answer, finished');
          double.behave({ kind: 'unreachable', how: how as keyof typeof all });
          expect(await double.confirm()).to.equal(code);
          expect(await ask(), how).to.equal(`nothing, APIConnectionError ${code}`);
          double.heal();
          expect(await double.confirm()).to.equal('answers');
        }
        expect(await ask()).to.equal('the answer, finished');
        expect(double.log).to.have.length(5);
      }));

    test('sees a caller hang up, before an answer and within one', () =>
      withDouble(async (double, ask) => {
        double.behaveFor(1, { kind: 'hanging' });
        expect(await ask(100)).to.equal('nothing, silence');
        double.behaveFor(1, { kind: 'dripping', betweenTokensMs: 5, endless: true });
        expect(await ask()).to.equal('much more, silence');
        await bench.inFlight(double, 0);
        for (const { hungUpAtMs, arrivedAtMs, finishedAtMs } of double.log) {
          expect(hungUpAtMs).to.be.above(arrivedAtMs);
          expect(finishedAtMs).to.equal(undefined);
        }
      }));

    test('a look from outside is not logged and takes nothing', () =>
      withDouble(async (double, ask) => {
        expect(await double.confirm()).to.equal('answers');
        double.behaveFor(1, { kind: 'failing' });
        expect(await double.confirm()).to.equal('status 500');
        expect(await double.confirm()).to.equal('status 500');
        double.behave({ kind: 'hanging' });
        expect(await double.confirm()).to.equal('no answer within 200 ms');
        double.behave({ kind: 'stalling', afterTokens: 1 });
        expect(await double.confirm()).to.equal('stalls after 1 token for 200 ms');
        double.behave({ kind: 'cut-short', afterTokens: 4 });
        expect(await double.confirm()).to.equal('is cut short after 4 tokens');
        double.heal();
        expect([double.log.length, double.inFlight()]).to.deep.equal([0, 0]);
        expect(await ask()).to.equal('the answer, finished');
      }));

    test('names what is left, and nothing after a clean end', async () => {
      const bench = await Bench.open(name);
      const double = await bench.transport.open('primary', 'openai');
      expect(bench.transport.leftovers().join()).to.contain('primary provider');
      double.behave({ kind: 'hanging' });
      const asked = bench.ask(double);
      await bench.inFlight(double, 1);
      await bench.transport[Symbol.asyncDispose]();
      expect((await asked).error).to.match(/^APIConnectionError/u);
      expect(bench.transport.leftovers()).to.deep.equal([
        '1 request(s) to the primary provider were still in flight',
      ]);
      await bench[Symbol.asyncDispose]();

      const clean = await Bench.open(name);
      await clean.transport.open('primary', 'openai');
      await clean[Symbol.asyncDispose]();
      expect(clean.transport.leftovers()).to.deep.equal([]);
    });

    test('a role is taken once and is a name', async () => {
      const transport = bench.transport;
      await transport.open('primary', 'openai');
      const failure = async (role: string) =>
        transport.open(role, 'openai').then(
          () => 'opened',
          (error: Error) => error.message,
        );
      expect(await failure('primary')).to.contain('must be free, got "primary"');
      expect(await failure('Die Erste')).to.contain('must be lower-case letters, digits and dashes');
    });
  });
}
