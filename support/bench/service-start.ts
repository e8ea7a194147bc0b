import { RunFolder } from '../environments/run/run-folder';
import { HttpTransport } from '../providers/transports/http-transport';
import { personas } from '../users/personas';
import { benchedService } from './benched-service';
import type { Figure } from './figure';
import { medianOf } from './median-of';

const times = 5;

/** From starting the process to the moment at which it says that it listens. */
export async function serviceStart(): Promise<Figure> {
  await using folder = RunFolder.open();
  await using transport = new HttpTransport({ plain: true, folder: folder.path });
  const { role, format, baseUrl } = await transport.open('primary', 'openai');
  const assembly = benchedService(folder.path, transport);
  const settings = {
    users: [personas.Ada],
    rules: {},
    providers: [{ role, format, baseUrl, model: 'gpt-5-mini' }],
  };
  const once = async (): Promise<number> => {
    const beganAtMs = performance.now();
    const service = await assembly.start(settings);
    const tookMs = performance.now() - beganAtMs;
    await service.stop();
    return tookMs;
  };
  return { name: 'service start, own process', values: await medianOf(times, once) };
}
