import { Fleet } from '../environments/fleet';
import { RunFolder } from '../environments/run/run-folder';
import { isCompleteAnswerOf } from '../probes/answer-check';
import { distributionOf } from '../probes/percentiles';
import { behaviourByPhrase } from '../providers/phrases';
import { HttpTransport } from '../providers/transports/http-transport';
import { AssistantClient } from '../users/assistant-client';
import { personas } from '../users/personas';
import { benchedService } from './benched-service';
import type { Figure } from './figure';

const outages = 60;

/**
 * From asking to the first token of the fallback, streamed, with the production defaults; each outage is that of a service
 * of its own, all of them in one process.
 * @param atOnce how many are asked at the same time: more, where waiting is what takes the time.
 * @throws when an answer did not come completely from the secondary: a time without it would mean nothing.
 */
export async function failover(phrase: string, atOnce: number): Promise<Figure> {
  await using folder = RunFolder.open();
  await using transport = new HttpTransport({ plain: true, folder: folder.path });
  const client = new AssistantClient();
  const fleet = new Fleet(
    (role, format) => transport.open(role, format),
    benchedService(folder.path, transport),
    () => ({ users: [personas.Ada], rules: {} }),
  );
  try {
    await fleet.prepare(outages, behaviourByPhrase(phrase));
    const asking = { user: personas.Ada, question: 'Who answers?', model: 'gpt-5-mini', streamed: true };
    await fleet.askEach((url) => client.ask(url, asking), atOnce);
    const took = fleet.members.map(({ secondary, answer }) => {
      if (answer?.firstTokenAtMs !== undefined && isCompleteAnswerOf(secondary.role, answer)) {
        return answer.firstTokenAtMs - answer.askedAtMs;
      }
      throw new Error(
        `Every outage must end with a complete answer of the secondary to be measured; got ${answer?.outcome}: ${answer?.trace ?? answer?.text}`,
      );
    });
    const { count, p50, p99, max } = distributionOf(took);
    return {
      name: `failover, the primary ${phrase}`,
      values: { p50Ms: p50, p99Ms: p99, maxMs: max, outages: count },
      target: { value: 'maxMs', belowMs: 5_000 },
    };
  } finally {
    client.close();
    await fleet.stop();
  }
}
