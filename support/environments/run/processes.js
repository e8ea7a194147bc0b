// Plain JavaScript, because the watchdog runs it without a compiler: it must be up before a run can be killed.
const { execFileSync } = require('node:child_process');
const { existsSync, readdirSync, readFileSync, readlinkSync } = require('node:fs');
const { setTimeout: delay } = require('node:timers/promises');

const hasProc = existsSync('/proc/self/stat');
const limitMs = 5000;
const lookEveryMs = 2;

function processTable() {
  if (!hasProc) return tableFromPs();
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => entryOf(Number(pid)) ?? []);
}

function entryOf(pid) {
  if (!hasProc) return tableFromPs().find((entry) => entry.pid === pid);
  let stat;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  } catch {
    return undefined;
  }
  // The command stands in parentheses and may itself contain some; see proc_pid_stat(5).
  const close = stat.lastIndexOf(')');
  const fields = stat.slice(close + 2).split(' ');
  return {
    pid,
    command: stat.slice(stat.indexOf('(') + 1, close),
    state: fields[0],
    parentPid: Number(fields[1]),
    threads: Number(fields[17]),
    startTime: fields[19],
  };
}

function tableFromPs() {
  const text = execFileSync('ps', ['-axo', 'pid=,ppid=,state=,lstart=,comm='], { encoding: 'utf8' });
  return [...text.matchAll(/^\s*(\d+)\s+(\d+)\s+(\S)\S*\s+(\S+\s+\S+\s+\S+\s+\S+\s+\S+)\s+(.*)$/gm)].map(
    ([, pid, parentPid, state, startTime, command]) => ({
      pid: Number(pid),
      parentPid: Number(parentPid),
      state,
      threads: 1,
      startTime: startTime.replace(/\s+/g, ' '),
      command: command.split('/').at(-1),
    }),
  );
}

// While other threads of a killed process are still on their way out, its sockets are still open.
const runs = (entry) => (entry.state !== 'Z' && entry.state !== 'X') || entry.threads > 1;

function identityOf(pid) {
  const entry = entryOf(pid);
  return entry && runs(entry) ? { pid, startTime: entry.startTime } : undefined;
}

function isAlive({ pid, startTime }) {
  return identityOf(pid)?.startTime === startTime;
}

function treeOf(identity) {
  if (!isAlive(identity)) return [];
  const entries = processTable().filter(runs);
  const tree = entries.filter(({ pid }) => pid === identity.pid);
  for (const parent of tree) tree.push(...entries.filter(({ parentPid }) => parentPid === parent.pid));
  return tree;
}

async function freezeTree(identity) {
  const givenUpAtMs = performance.now() + limitMs;
  const told = new Set();
  for (;;) {
    // A fork may have been under way when its parent was told to stop, and stopping takes effect only later:
    // done is when every process of the tree is seen stopped.
    const tree = treeOf(identity);
    const stopped = new Set(
      tree.filter(({ state }) => 'Tt'.includes(state)).map(({ parentPid }) => parentPid),
    );
    // Who has called vfork waits, uninterruptibly, for a child that is stopped itself, and stops before it goes on.
    const waits = ({ pid, state }) => state === 'D' && told.has(pid) && stopped.has(pid);
    const moving = tree.filter((entry) => !'TtZX'.includes(entry.state) && !waits(entry));
    if (moving.length === 0) return;
    for (const { pid } of moving) {
      send(pid, 'SIGSTOP');
      told.add(pid);
    }
    if (performance.now() > givenUpAtMs) throw new Error(`must stop within ${limitMs} ms: ${words(moving)}`);
    await delay(lookEveryMs);
  }
}

function thawTree(identity) {
  for (const { pid } of treeOf(identity)) send(pid, 'SIGCONT');
}

async function killTree(identity) {
  // Stopped first, so that nothing is forked, restarted or answered meanwhile. A process which cannot be stopped
  // (in an uninterruptible wait) is killed all the same.
  await freezeTree(identity).catch(() => {});
  const tree = treeOf(identity);
  // The root last: as long as it is there its descendants can be found, should this be interrupted half-way.
  for (const { pid } of tree.reverse()) send(pid, 'SIGKILL');
  const left = await Promise.all(tree.map(async (entry) => ((await gone(entry, limitMs)) ? [] : [entry])));
  if (left.flat().length > 0)
    throw new Error(`must be gone ${limitMs} ms after SIGKILL: ${words(left.flat())}`);
}

async function gone(identity, withinMs) {
  const givenUpAtMs = performance.now() + withinMs;
  while (isAlive(identity)) {
    if (performance.now() > givenUpAtMs) return false;
    await delay(lookEveryMs);
  }
  return true;
}

function workingIn(folder) {
  if (!hasProc) return [];
  return processTable().filter(({ pid }) => {
    try {
      const cwd = readlinkSync(`/proc/${pid}/cwd`);
      return cwd === folder || cwd.startsWith(`${folder}/`);
    } catch {
      return false;
    }
  });
}

function send(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

const words = (entries) =>
  entries.map(({ pid, command, state }) => `${command} (pid ${pid}, state ${state})`).join(', ');

module.exports = {
  freezeTree,
  gone,
  identityOf,
  isAlive,
  killTree,
  processTable,
  thawTree,
  treeOf,
  workingIn,
};
