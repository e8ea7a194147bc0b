import type { ServerKind } from '../environments/environment';
import { RunFolder } from '../environments/run/run-folder';
import { selectEnvironment } from '../environments/select';
import { Journal } from '../evidence/journal';
import type { Figure } from './figure';
import { medianOf, timed } from './median-of';

const times = 5;

/** From nothing to a server that answers a query, each time with a run folder and data of its own. */
export async function environmentStart(kind: ServerKind): Promise<Figure> {
  const once = async (): Promise<number> => {
    await using folder = RunFolder.open();
    const { environment } = await selectEnvironment({ folder: folder.path, journal: () => new Journal() });
    try {
      return await timed(() => environment.server(kind));
    } finally {
      await environment[Symbol.asyncDispose]();
    }
  };
  return { name: `environment start, ${kind}`, values: await medianOf(times, once) };
}
