import { isFree } from '../faults/proxy/harness-port';

const usualPort = 8080;

/**
 * Where the service is to listen: what `PORT` says, else 8080; 0 is any free port.
 * @throws when it is no port or somebody else has it, with how to choose another.
 */
export async function freePort(text: string | undefined): Promise<number> {
  const port = text === undefined || text === '' ? usualPort : Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error(`PORT must be a whole number from 0 (any free port) to 65535; got "${text}"`);
  }
  if (port === 0 || (await isFree(port))) return port;
  throw new Error(
    `Port ${port} of 127.0.0.1 must be free for the service, but something else listens there; ` +
      `stop it, or choose another: PORT=${port === 65_535 ? usualPort : port + 1} npm run service (PORT=0 takes any free one)`,
  );
}
