import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, describe, test } from 'node:test';
import { expect } from 'chai';
import {
  freezeTree,
  gone,
  identityOf,
  isAlive,
  killTree,
  type ProcessIdentity,
  thawTree,
  treeOf,
} from './processes';

// Three generations that fork without end: each change of the tree must be met.
const restless = 'while :; do sh -c "while :; do sleep 0.01; done" & sleep 0.01; wait $!; done';
const children = new Set<ChildProcess>();

afterEach(async () => {
  for (const child of children) {
    const identity = identityOf(child.pid as number);
    if (identity) await killTree(identity);
  }
  children.clear();
});

async function start(script: string): Promise<ProcessIdentity> {
  const child = spawn('sh', ['-c', `echo up; ${script}`], { stdio: ['ignore', 'pipe', 'ignore'] });
  children.add(child);
  await once(child.stdout as NonNullable<typeof child.stdout>, 'data');
  return identityOf(child.pid as number) as ProcessIdentity;
}

async function descendants(identity: ProcessIdentity, atLeast: number): Promise<void> {
  while (treeOf(identity).length < atLeast) await new Promise((resolve) => setImmediate(resolve));
}

describe('processes', () => {
  test('a tree that keeps forking is frozen whole, and thawed', async () => {
    const root = await start(restless);
    await descendants(root, 3);
    await freezeTree(root);
    const before = treeOf(root);
    expect(before.map(({ state }) => state)).to.satisfy((states: string[]) =>
      states.every((state) => 'TD'.includes(state)),
    );
    await freezeTree(root);
    expect(treeOf(root).map(({ pid }) => pid)).to.deep.equal(before.map(({ pid }) => pid));
    thawTree(root);
    while (treeOf(root).some(({ state }) => state === 'T'))
      await new Promise((resolve) => setImmediate(resolve));
  });

  test('a tree that keeps forking is killed whole, frozen or not', async () => {
    for (const isFrozen of [false, true]) {
      const root = await start(restless);
      await descendants(root, 3);
      if (isFrozen) await freezeTree(root);
      const tree = treeOf(root);
      await killTree(root);
      expect(tree.filter(isAlive)).to.deep.equal([]);
      expect(treeOf(root)).to.deep.equal([]);
    }
  });

  test('a process with the same pid and another start time is somebody else', async () => {
    const root = await start('sleep 60');
    const other = { pid: root.pid, startTime: '1' };
    expect(isAlive(other)).to.equal(false);
    await killTree(other);
    await freezeTree(other);
    expect(treeOf(root)[0]?.state).not.to.equal('T');
    expect(isAlive(root)).to.equal(true);
  });

  test('waiting for one that stays ends with false', async () => {
    const root = await start('sleep 60');
    expect(await gone(root, 20)).to.equal(false);
  });
});
