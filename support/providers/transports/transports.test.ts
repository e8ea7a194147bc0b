import { after, before, describe, test } from 'node:test';
import { expect } from 'chai';
import type { Behaviour } from '../behaviour';
import { CallerProcess } from '../decoding/caller-process';
import { type Call, decode } from '../decoding/decode';
import { describeDecoded } from '../decoding/describe-decoded';
import { type Received, receive } from '../decoding/receive';
import { tableOfBehaviours } from '../decoding/table-of-behaviours';
import type { ProviderRequest, WireFormat } from '../provider-double';
import { HttpTransport } from './http-transport';
import { NockTransport } from './nock-transport';

const question = 'Wie geht es dir?';
// Who is silent is waited for so long, all at once; the others have time, so that a busy machine is not taken for one.
const silentMs = 2_000;
const livelyMs = 30_000;
const atOnce = 8;
const nowMs = () => 1_760_000_000_000;

interface Seen {
  readonly received: Received;
  readonly decoded: string;
  readonly log: object[];
}

type Case = { behaviour: Behaviour; format: WireFormat; mode: Mode; role: string; expected: string };
type Mode = 'streamed' | 'whole';

const formats = ['openai', 'anthropic'] as const;
const cases: Case[] = tableOfBehaviours.flatMap((row, index) =>
  formats.flatMap((format) =>
    (['streamed', 'whole'] as const).flatMap((mode) => {
      const expected = row[format]?.[mode];
      const role = `row-${index}-${format}-${mode}`;
      return expected === undefined ? [] : [{ behaviour: row.behaviour, format, mode, role, expected }];
    }),
  ),
);

describe('the two transports', () => {
  const seen = new Map<string, { nock: Seen; http: Seen }>();

  before(async () => {
    await using http = new HttpTransport({ nowMs });
    await using nock = new NockTransport(nowMs);
    await using caller = await CallerProcess.start(http.serviceEnvironment());
    const here = { decode, receive };
    const compare = async (one: Case) => {
      const [overNock, overHttp] = await Promise.all([look(one, nock, here), look(one, http, caller)]);
      seen.set(one.role, { nock: overNock, http: overHttp });
    };
    const lively = cases.filter((one) => !isSilent(one)).values();
    await Promise.all(
      Array.from({ length: atOnce }, async () => {
        for (const one of lively) await compare(one);
      }),
    );
    await Promise.all(cases.filter(isSilent).map(compare));
  });

  for (const { behaviour, format, mode, role, expected } of cases) {
    const { kind, ...details } = behaviour;
    test(`${kind} ${JSON.stringify(details)}, ${format}, ${mode}`, () => {
      const { nock, http } = seen.get(role) as { nock: Seen; http: Seen };
      expect(nock.received, 'the bytes').to.deep.equal(http.received);
      expect(nock.log, 'the log').to.deep.equal(http.log);
      expect(http.decoded, 'as the SDK sees it over HTTP').to.equal(expected);
      expect(nock.decoded, 'as the SDK sees it over nock').to.equal(expected);
    });
  }

  after(() => seen.clear());

  for (const format of formats) {
    test(`the refusals of a limit that is used up, ${format}`, async () => {
      await using http = new HttpTransport({ nowMs });
      await using nock = new NockTransport(nowMs);
      await using caller = await CallerProcess.start(http.serviceEnvironment());
      const overHttp = await useUp(format, http, caller.receive.bind(caller));
      const overNock = await useUp(format, nock, receive);
      expect(overHttp.map(({ status }) => status)).to.deep.equal([200, 429, 429]);
      expect(overNock).to.deep.equal(overHttp);
    });
  }
});

/** Asks oftener than a limit allows that counts refusals too, so that each names the whole of its time. */
async function useUp(
  format: WireFormat,
  transport: HttpTransport | NockTransport,
  ask: typeof receive,
): Promise<Received[]> {
  const double = await transport.open('limited', format);
  double.behave({ kind: 'limited', requests: 1, perMs: 60_000, countsRefused: true });
  const call: Call = { format, baseUrl: double.baseUrl, streaming: true, question, quietMs: livelyMs };
  const received: Received[] = [];
  for (let count = 0; count < 3; count++) received.push(await ask(call));
  return received;
}

function isSilent({ expected }: Case): boolean {
  return expected.endsWith('silence');
}

/** Asks once for the bytes and once by the SDK. */
async function look(
  one: Case,
  transport: HttpTransport | NockTransport,
  caller: { decode: typeof decode; receive: typeof receive },
): Promise<Seen> {
  const { behaviour, format, mode, role } = one;
  const quietMs = isSilent(one) ? silentMs : livelyMs;
  const double = await transport.open(role, format);
  double.behave(behaviour);
  const call: Call = { format, baseUrl: double.baseUrl, streaming: mode === 'streamed', question, quietMs };
  const received = await caller.receive(call);
  const decoded = describeDecoded(await caller.decode(call), role, question);
  await double.quiet(silentMs);
  return { received, decoded, log: double.log.map(logged) };
}

/** An entry without what depends on the clock or on the caller's client. */
function logged(entry: ProviderRequest): object {
  const { number, behaviour, status, arrivedAtMs, firstTokenAtMs, answeredAtMs } = entry;
  const times = [
    arrivedAtMs,
    answeredAtMs,
    firstTokenAtMs,
    entry.finishedAtMs ?? entry.cutAtMs ?? entry.hungUpAtMs,
  ];
  const known = times.filter((time) => time !== undefined);
  return {
    number,
    question: entry.question,
    streaming: entry.streaming,
    behaviour,
    status,
    hasBody: entry.headers['content-type'],
    hasAnswered: answeredAtMs !== undefined,
    hasSpoken: firstTokenAtMs !== undefined,
    isInOrder: known.every((time, index) => index === 0 || time >= (known[index - 1] as number)),
    over: [entry.finishedAtMs, entry.cutAtMs, entry.hungUpAtMs].map((time) => time !== undefined),
  };
}
