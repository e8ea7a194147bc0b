import { describe, test } from 'node:test';
import { expect } from 'chai';
import { Journal } from '../evidence/journal';
import type { Environment } from './environment';
import { selectEnvironment } from './select';

const context = { journal: () => new Journal(), folder: '/nowhere' };

function environment(name: Environment['name'], ...reasons: string[]): Environment {
  return {
    name,
    availability: async () => (reasons.length === 0 ? { available: true } : { available: false, reasons }),
  } as Environment;
}

describe('the choice of an environment', () => {
  test('prefers containers where they are available', async () => {
    const chosen = await selectEnvironment(context, undefined, [
      environment('containers'),
      environment('embedded'),
    ]);
    expect(chosen.environment.name).to.equal('containers');
    expect(chosen.explanation).to.equal('Environment: containers');
  });

  test('says why the other was refused', async () => {
    const candidates = [environment('containers', 'Docker does not answer'), environment('embedded')];
    const chosen = await selectEnvironment(context, '', candidates);
    expect(chosen.explanation).to.equal('Environment: embedded (containers refused: Docker does not answer)');
  });

  test('obeys ENVIRONMENT', async () => {
    const chosen = await selectEnvironment(context, 'embedded', [
      environment('containers'),
      environment('embedded'),
    ]);
    expect(chosen.explanation).to.equal('Environment: embedded (forced by ENVIRONMENT=embedded)');
  });

  test('refuses a wrong value, and one that cannot be had', async () => {
    const wrong = await selectEnvironment(context, 'docker').catch((reason) => reason);
    expect(wrong.message).to.contain('ENVIRONMENT must be one of: containers, embedded; got "docker"');
    const candidates = [environment('containers', 'Docker does not answer'), environment('embedded')];
    const absent = await selectEnvironment(context, 'containers', candidates).catch((reason) => reason);
    expect(absent.message).to.contain('ENVIRONMENT=containers must be available, and is not');
    expect(absent.message).to.contain('containers refused: Docker does not answer');
  });

  test('with none to be had, gives every reason', async () => {
    const candidates = [environment('containers', 'no Docker'), environment('embedded', 'no Redis')];
    const error = await selectEnvironment(context, undefined, candidates).catch((reason) => reason);
    expect(error.message).to.contain('containers refused: no Docker. embedded refused: no Redis');
  });
});
