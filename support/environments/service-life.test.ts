import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { expect } from 'chai';
import { Journal } from '../evidence/journal';
import type { Ending, RunningService } from './service/running-service';
import { ServiceLife } from './service-life';

describe('the life of the service', () => {
  let folder: string;
  let life: ServiceLife;
  let journal: Journal;
  let blows: number;
  let started: { stateFolder: string; done: string[] }[];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'service-life-'));
    journal = new Journal();
    blows = 0;
    started = [];
    life = new ServiceLife({
      journal,
      folder,
      onBlow: () => {
        blows += 1;
      },
      start: async (stateFolder) => {
        const done: string[] = [];
        started.push({ stateFolder, done });
        return standIn(`http://127.0.0.1:9/${started.length}`, done);
      },
    });
  });

  afterEach(async () => {
    await life[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  });

  const folders = (): string[] => started.map(({ stateFolder }) => stateFolder);

  test('is one life in one folder until it is killed, and another in the same folder', async () => {
    const first = await life.current();
    expect(await life.current()).to.equal(first);
    await life.kill();
    expect(await life.current(), 'users still find the dead one').to.equal(first);
    await life.startAgain();
    expect(await life.current()).to.not.equal(first);
    expect(folders()).to.deep.equal([folders()[0], folders()[0]]);
    expect(started[0]?.done).to.deep.equal(['killed']);
    expect(blows).to.be.at.least(1);
    expect(life.allLogged().map(({ event }) => event)).to.deep.equal(['service.started', 'service.started']);
    expect(journal.entries().map(({ event, lane }) => `${lane}: ${event}`)).to.deep.equal([
      'service: was killed',
      'service: was started again',
    ]);
  });

  test('of several has a folder for each, and users are sent to those that run', async () => {
    await life.runAs(2);
    expect(new Set(folders()).size).to.equal(2);
    const [one, other] = await life.running();
    const seen = [await life.forUsers(), await life.forUsers(), await life.forUsers()];
    expect(seen).to.include(one);
    expect(seen).to.include(other);
    expect(seen[0]).to.equal(seen[2]);
    await life.freeze(one);
    expect(await life.forUsers()).to.equal(other);
    expect(await life.current()).to.equal(other);
    await life.thaw();
    expect(await life.current()).to.equal(one);
    expect(started[0]?.done).to.deep.equal(['frozen', 'thawed']);
  });

  test('leaves nothing, whatever the instances had written', async () => {
    await life.current();
    const file = join(folders()[0] as string, 'state');
    mkdirSync(dirname(file));
    writeFileSync(file, 'x');
    await life[Symbol.asyncDispose]();
    expect(existsSync(dirname(file))).to.equal(false);
    expect(started[0]?.done).to.deep.equal(['stopped']);
  });

  test('has nothing to start again while all run, and no end before somebody asked for it', async () => {
    await life.current();
    expect(await life.startAgain().catch(String)).to.contain('none can be started again');
    expect(() => life.ending()).to.throw('a step must do so first');
  });
});

function standIn(url: string, done: string[]): RunningService {
  const ended = new Promise<Ending>(() => {});
  return {
    url,
    log: [{ event: 'service.started' }],
    stop: async () => {
      done.push('stopped');
    },
    process: () => ({
      ended,
      kill: async () => {
        done.push('killed');
      },
      askToStop: () => done.push('asked to stop'),
      freeze: async () => {
        done.push('frozen');
      },
      thaw: () => done.push('thawed'),
    }),
  };
}
