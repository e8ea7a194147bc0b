import type { DisposableServer } from '../environments/environment';
import type { Confirmation } from './fault';
import { type Answer, describeAnswer } from './questions/answer';
import { ask } from './questions/ask';

/** How long silence must last to count as silence: a healthy server on a busy machine answers in a tenth of it. */
const silenceMs = 250;
/** For answers of other kinds, which come as soon as they can. */
const patienceMs = 2000;

/** Looks at the server past the proxy; confirmed when it gave no answer, not even an error. */
export async function answersNotItself(server: DisposableServer): Promise<Confirmation> {
  const answer = await ask(server.directUrl, silenceMs);
  const isDumb = answer.kind !== 'answered' && answer.kind !== 'failed';
  return { isConfirmed: isDumb, seen: `asked past the proxy: ${describeAnswer(answer)}` };
}

/** What the service logs in with, past the proxy. */
export function servicePastTheProxy({ url, directUrl }: DisposableServer): string {
  const direct = new URL(url);
  direct.host = new URL(directUrl).host;
  return direct.href;
}

/** Logs in as the service would, but past the proxy; confirmed when the server answers with this error. */
export async function failsForTheService(server: DisposableServer, code: string): Promise<Confirmation> {
  const answer = await ask(servicePastTheProxy(server), patienceMs);
  return {
    isConfirmed: answer.kind === 'failed' && answer.code === code,
    seen: `logged in past the proxy as the service does: ${describeAnswer(answer)}`,
  };
}

/** Asks as the service would, through the proxy; confirmed when what came of it is of the kind. */
export async function meetsAtTheProxy(server: DisposableServer, kind: Answer['kind']): Promise<Confirmation> {
  const answer = await ask(server.url, kind === 'silent' ? silenceMs : patienceMs);
  return { isConfirmed: answer.kind === kind, seen: `asked through the proxy: ${describeAnswer(answer)}` };
}
