import { bodyOf, httpExchange } from '../users/http-exchange';

/** Whether accepted writes would be kept in an outage, and if not, why not. */
export interface Keeping {
  readonly isUsable: boolean;
  readonly because?: string;
}

/** Looks at `/health/ready` once. @throws when it says nothing of it. */
export async function readKeeping(serviceUrl: string): Promise<Keeping> {
  const answer = await httpExchange({
    url: `${serviceUrl}/health/ready`,
    method: 'GET',
    headers: { connection: 'close' },
  });
  const text = await bodyOf(answer);
  const { journal } = JSON.parse(text);
  if (typeof journal?.isUsable !== 'boolean')
    throw new Error(`/health/ready must say whether accepted writes would be kept; it answered ${text}`);
  return journal;
}
