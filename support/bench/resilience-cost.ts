import { RunFolder } from '../environments/run/run-folder';
import type { ServiceSettings } from '../environments/service/service-settings';
import { distributionOf } from '../probes/percentiles';
import { HttpTransport } from '../providers/transports/http-transport';
import { AssistantClient } from '../users/assistant-client';
import { personas } from '../users/personas';
import { benchedService } from './benched-service';
import type { Figure } from './figure';

const thorough = { warmUps: 400, pairs: 1_000 };

/**
 * What the policies cost a request: a service with and one without, both in one process and in front of the same double.
 * Asked in pairs, one right after the other, each first every other time, so that whatever disturbs the machine disturbs
 * both. From asking to the end of the stream.
 */
export async function resilienceCost({ warmUps, pairs } = thorough): Promise<Figure[]> {
  await using folder = RunFolder.open();
  await using transport = new HttpTransport({ plain: true, folder: folder.path });
  const { role, format, baseUrl } = await transport.open('primary', 'openai');
  const settings = (resilience: 'on' | 'off'): ServiceSettings => ({
    users: [personas.Ada],
    providers: [{ role, format, baseUrl, model: 'gpt-5-mini' }],
    rules: { resilience },
  });
  const [on, off] = await benchedService(folder.path, transport).startMany([settings('on'), settings('off')]);
  if (!on || !off) throw new Error('Two services must have been started');
  const client = new AssistantClient();
  const took = async (url: string, number: number): Promise<number> => {
    const question = `What does it cost, ${number}?`;
    const answer = await client.ask(url, {
      user: personas.Ada,
      question,
      model: 'gpt-5-mini',
      streamed: true,
    });
    if (answer.outcome !== 'complete')
      throw new Error(`Every answer must be complete to be measured; got ${answer.outcome}: ${answer.trace}`);
    return answer.endedAtMs - answer.askedAtMs;
  };
  try {
    const withMs: number[] = [];
    const withoutMs: number[] = [];
    for (let pair = 0; pair < warmUps + pairs; pair += 1) {
      const order = pair % 2 === 0 ? [on, off] : [off, on];
      for (const service of order) {
        const tookMs = await took(service.url, pair);
        if (pair >= warmUps) (service === on ? withMs : withoutMs).push(tookMs);
      }
    }
    return figures(withMs, withoutMs);
  } finally {
    client.close();
    await on.stop();
  }
}

function figures(withMs: readonly number[], withoutMs: readonly number[]): Figure[] {
  const on = distributionOf(withMs);
  const off = distributionOf(withoutMs);
  const apart = distributionOf(withMs.map((tookMs, pair) => tookMs - (withoutMs[pair] as number)));
  const shape = ({ p50, p99, count }: typeof on) => ({ p50Ms: p50, p99Ms: p99, requests: count });
  return [
    { name: 'a request, policies on', values: shape(on) },
    { name: 'a request, policies off', values: shape(off) },
    {
      name: 'cost of the resilience layer',
      values: {
        differenceOfMediansMs: on.p50 - off.p50,
        medianOfPairsMs: apart.p50,
        ratio: on.p50 / off.p50,
      },
      target: { value: 'differenceOfMediansMs', belowMs: 1 },
    },
  ];
}
