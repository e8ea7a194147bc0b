import { bodyOf, httpExchange } from './http-exchange';
import { type PersonaName, personas } from './personas';

interface UsageLine {
  readonly operation: string;
  readonly requests: number;
  readonly refused: number;
}

/** What stands in a user's usage report, in a feature's words: `ask 5, order refused 1`; or what the user was told instead. */
export async function usageReport(serviceUrl: string, user: PersonaName): Promise<string> {
  const answer = await httpExchange({
    url: `${serviceUrl}/v1/usage`,
    method: 'GET',
    headers: { authorization: `Bearer ${personas[user].token}`, connection: 'close' },
  });
  const { usage, error } = JSON.parse(await bodyOf(answer));
  if (!usage) return `${error.code}: ${error.message}`;
  const lines = (usage as UsageLine[]).flatMap(({ operation, requests, refused }) => [
    ...(requests > refused ? [`${operation} ${requests - refused}`] : []),
    ...(refused > 0 ? [`${operation} refused ${refused}`] : []),
  ]);
  return lines.sort().join(', ');
}
