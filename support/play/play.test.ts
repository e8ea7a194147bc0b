import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, test } from 'node:test';
import { expect } from 'chai';
import {
  gone,
  identityOf,
  type ProcessEntry,
  type ProcessIdentity,
  treeOf,
} from '../environments/run/processes';
import { runsFolder } from '../environments/run/runs-folder';
import { eventually } from '../evidence/eventually';

const limitMs = 20_000;
const started: Play[] = [];

interface Play {
  readonly child: ChildProcessWithoutNullStreams;
  readonly exited: Promise<unknown>;
  shown: string;
}

afterEach(() => {
  for (const { child } of started.splice(0)) child.kill('SIGKILL');
});

function play(port: number): Play {
  const child = spawn(process.execPath, ['--require', 'ts-node/register', join(__dirname, 'play.ts')], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, PORT: String(port) },
  });
  const begun: Play = { child, exited: once(child, 'close'), shown: '' };
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      begun.shown += text;
    });
  }
  started.push(begun);
  return begun;
}

function shows(begun: Play, words: RegExp): Promise<unknown> {
  return eventually(
    () => begun.shown,
    (text) => words.test(text) || begun.child.exitCode !== null,
    limitMs,
    (text) => `expected ${words}; shown was: ${text}`,
  ).then((text) => expect(text).to.match(words));
}

/** Everything that it has started: servers, the service, the watchdog. */
function processesOf({ child }: Play): ProcessEntry[] {
  const tree = treeOf(identityOf(child.pid as number) as ProcessIdentity);
  const commands = tree.map(({ command }) => command).join(' ');
  expect(commands).to.include('postgres').and.to.include('redis-server');
  return tree;
}

async function expectNothingLeft({ child }: Play, processes: readonly ProcessEntry[]): Promise<void> {
  const left = await Promise.all(processes.map(async (each) => ((await gone(each, limitMs)) ? [] : [each])));
  expect(left.flat()).to.deep.equal([]);
  expect(readdirSync(runsFolder()).filter((name) => name.startsWith(`run-${child.pid}-`))).to.deep.equal([]);
}

describe('npm run service', { timeout: 60_000 }, () => {
  test('lets a pipe break the primary, shows the answer of the secondary, and leaves nothing', async () => {
    const begun = play(0);
    await shows(begun, /curl -s http[\s\S]*\n> $/);
    const processes = processesOf(begun);
    begun.child.stdin.end(
      [
        'primary refuses connections',
        'ask Is anybody there?',
        'redis killed',
        'nonsense',
        'status',
        'quit',
      ].join('\n'),
    );
    await begun.exited;
    expect(begun.child.exitCode, begun.shown).to.equal(0);
    expect(begun.shown).to.include('a caller past the service meets: ECONNREFUSED');
    expect(begun.shown).to.match(
      /The secondary provider answers: .*“Is anybody there\?”\.\n\[complete; model claude-/,
    );
    expect(begun.shown).to.include('confirmed killed');
    expect(begun.shown).to.include('No command "nonsense"; expected one of');
    expect(begun.shown).to.match(/Service level: \w+[\s\S]*\nprimary +\w+/);
    await expectNothingLeft(begun, processes);
  });

  for (const signal of ['SIGINT', 'SIGKILL'] as const)
    test(`leaves nothing after ${signal}`, async () => {
      const begun = play(0);
      await shows(begun, /\n> $/);
      const processes = processesOf(begun);
      begun.child.kill(signal);
      await begun.exited;
      await expectNothingLeft(begun, processes);
    });

  test('says how to choose another port when it is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    try {
      const begun = play(port);
      await begun.exited;
      expect(begun.child.exitCode).to.equal(1);
      expect(begun.shown).to.match(new RegExp(`^Port ${port} .* must be free .* PORT=\\d+ npm run service`));
    } finally {
      other.close();
    }
  });
});
