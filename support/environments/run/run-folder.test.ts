import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { afterEach, describe, test } from 'node:test';
import { expect } from 'chai';
import { recordedServers, recordServer } from './clear-run';
import { gone, identityOf, isAlive, killTree, type ProcessEntry, type ProcessIdentity } from './processes';
import { RunFolder } from './run-folder';
import { sweepDeadRuns } from './sweep-dead-runs';

interface Owner {
  readonly child: ChildProcess;
  readonly folder: string;
  readonly watchdog: ProcessIdentity;
  readonly processes: ProcessEntry[];
}

const fixture = join(__dirname, 'fixtures', 'owner.ts');
const register = ['--require', 'ts-node/register'];
const started: Owner[] = [];
const limitMs = 10_000;

afterEach(async () => {
  for (const { child, processes } of started.splice(0)) {
    child.kill('SIGKILL');
    for (const process of processes) if (isAlive(process)) await killTree(process);
  }
});

async function startOwner(...flags: string[]): Promise<Owner> {
  // Its own group, as a terminal gives a run.
  const child = spawn(process.execPath, [...register, fixture, ...flags], {
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return reported(child);
}

async function reported(child: ChildProcess): Promise<Owner> {
  const [line] = await once(child.stdout as NonNullable<typeof child.stdout>, 'data');
  const { folder, watchdogPid, processes } = JSON.parse(String(line));
  const owner = { child, folder, processes, watchdog: identityOf(watchdogPid) as ProcessIdentity };
  started.push(owner);
  return owner;
}

async function expectNothingLeft({ folder, processes, watchdog }: Owner): Promise<void> {
  if (watchdog) expect(await gone(watchdog, limitMs)).to.equal(true);
  expect(processes.filter(isAlive)).to.deep.equal([]);
  expect(existsSync(folder)).to.equal(false);
}

function expectServersAlive({ folder }: Owner): void {
  expect(recordedServers(folder).filter(isAlive)).to.have.length(2);
}

/** The System V segments of processes, which PostgreSQL leaves when it is killed. */
function segmentsOf(processes: ProcessEntry[]): string[] {
  if (!existsSync('/proc/sysvipc/shm')) return [];
  const rows = readFileSync('/proc/sysvipc/shm', 'utf8').trim().split('\n').slice(1);
  return rows.filter((row) => processes.some(({ pid }) => row.trim().split(/\s+/)[4] === String(pid)));
}

describe('nothing survives', { timeout: 60_000 }, () => {
  test('a normal end', async () => {
    const owner = await startOwner('--politely');
    await once(owner.child, 'exit');
    expect(owner.child.exitCode).to.equal(0);
    expect(owner.processes.length).to.be.above(4);
    await expectNothingLeft(owner);
  });

  for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
    test(`${signal} of the run, with a frozen server`, async () => {
      const owner = await startOwner('--frozen');
      expectServersAlive(owner);
      owner.child.kill(signal);
      await expectNothingLeft(owner);
      expect(segmentsOf(owner.processes)).to.deep.equal([]);
    });
  }

  test('Ctrl-C, which every process of the run gets', async () => {
    const owner = await startOwner();
    process.kill(-(owner.child.pid as number), 'SIGINT');
    await expectNothingLeft(owner);
  });

  test('the death of the coordinator of a worker', async () => {
    const coordinator = `require('node:child_process').fork(${JSON.stringify(fixture)}, { execArgv: ${JSON.stringify(register)}, stdio: 'inherit' })
      .on('message', () => {})`;
    const child = spawn(process.execPath, ['-e', coordinator], { stdio: ['ignore', 'pipe', 'inherit'] });
    const owner = await reported(child);
    child.kill('SIGKILL');
    await expectNothingLeft(owner);
  });

  test('SIGKILL of the run and its watchdog: the next sweep, which leaves a live neighbour alone', async () => {
    const [dead, neighbour] = await Promise.all([startOwner(), startOwner()]);
    process.kill(dead.watchdog.pid, 'SIGKILL');
    const exited = once(dead.child, 'exit');
    dead.child.kill('SIGKILL');
    await Promise.all([exited, gone(dead.watchdog, limitMs)]);
    expectServersAlive(dead);
    const swept = await sweepDeadRuns();
    const mine = swept.find(({ folder }) => folder === dead.folder);
    expect(mine?.killedServers.sort()).to.deep.equal(['postgresql', 'redis']);
    await expectNothingLeft(dead);
    expectServersAlive(neighbour);
    expect(existsSync(neighbour.folder)).to.equal(true);
  });

  test('a server whose starter was killed before it could be recorded', async () => {
    const owner = await startOwner();
    const exited = once(owner.child, 'exit');
    process.kill(owner.watchdog.pid, 'SIGKILL');
    owner.child.kill('SIGKILL');
    await Promise.all([exited, gone(owner.watchdog, limitMs)]);
    for (const { pid } of recordedServers(owner.folder))
      writeFileSync(join(owner.folder, 'servers', `${pid}.json`), '');
    await sweepDeadRuns();
    await expectNothingLeft(owner);
  });
});

describe('a sweep', () => {
  test('leaves alone a process that has got the pid of a dead server', async () => {
    const run = RunFolder.open();
    const innocent = spawn('sleep', ['60'], { stdio: 'ignore' });
    await once(innocent, 'spawn');
    recordServer(run.path, 'redis', { pid: innocent.pid as number, startTime: '1' });
    await run[Symbol.asyncDispose]();
    expect(identityOf(innocent.pid as number)).not.to.equal(undefined);
    innocent.kill('SIGKILL');
  });

  test('leaves alone what is no run, and a run of this process', async () => {
    const run = RunFolder.open();
    const runs = dirname(run.path);
    const other = join(runs, 'somebody-elses');
    mkdirSync(other, { recursive: true });
    await sweepDeadRuns();
    expect(readdirSync(runs)).to.include.members([basename(run.path), 'somebody-elses']);
    rmSync(other, { recursive: true });
    await run[Symbol.asyncDispose]();
    expect(existsSync(run.path)).to.equal(false);
  });

  test('takes away the folder of a run whose pid somebody else has now', async () => {
    const run = RunFolder.open();
    const dead = join(dirname(run.path), `run-${process.pid}-1-abcdef`);
    mkdirSync(dead);
    const swept = await sweepDeadRuns();
    expect(swept.map(({ folder }) => folder)).to.include(dead);
    expect(existsSync(dead)).to.equal(false);
    await run[Symbol.asyncDispose]();
  });
});
