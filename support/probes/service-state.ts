import { bodyOf, connection, httpExchange, type Looking } from '../users/http-exchange';

export type BreakerStateName = 'closed' | 'open' | 'half-open';

/** A breaker as `/v1/status` shows it. Times are milliseconds since the epoch. */
export interface BreakerSeen {
  name: string;
  state: BreakerStateName;
  sinceMs: number;
  trialsFromMs: number | undefined;
  consecutiveFailures: number | undefined;
}

/** The service as `/v1/status` shows it. */
export interface ServiceState {
  level: string;
  notices: { code: string; sentence: string; stillWorks?: string }[];
  breakers: BreakerSeen[];
}

interface PublishedBreaker {
  name: string;
  state: BreakerStateName;
  since: string;
  trialsFrom?: string;
  consecutiveFailures?: number;
}

/** Looks at `/v1/status` once. */
export async function readServiceState(serviceUrl: string, looking?: Looking): Promise<ServiceState> {
  const answer = await httpExchange({
    url: `${serviceUrl}/v1/status`,
    method: 'GET',
    ...connection(looking),
  });
  const text = await bodyOf(answer);
  if (answer.status !== 200) throw new Error(`/v1/status answered ${answer.status}: ${text}`);
  const { level, notices, breakers } = JSON.parse(text);
  return { level, notices, breakers: breakers.map(seen) };
}

/**
 * One breaker of a state.
 * @throws when there is none of that name.
 */
export function breakerIn(state: ServiceState, name: string): BreakerSeen {
  const found = state.breakers.find((breaker) => breaker.name === name);
  const names = state.breakers.map((breaker) => breaker.name).join(', ');
  if (!found) throw new Error(`The service shows no breaker "${name}"; it shows ${names}`);
  return found;
}

function seen({ name, state, since, trialsFrom, consecutiveFailures }: PublishedBreaker): BreakerSeen {
  return {
    name,
    state,
    sinceMs: Date.parse(since),
    trialsFromMs: trialsFrom === undefined ? undefined : Date.parse(trialsFrom),
    consecutiveFailures,
  };
}
