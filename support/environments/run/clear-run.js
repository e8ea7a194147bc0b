// Plain JavaScript for the same reason as processes.js.
const { spawnSync } = require('node:child_process');
const {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} = require('node:fs');
const { rm } = require('node:fs/promises');
const { basename, join } = require('node:path');
const { isAlive, killTree, workingIn } = require('./processes.js');

// What may be killed for no other reason than that it works in the run's folder: not a shell somebody left there.
const serverCommands = ['postgres', 'initdb', 'redis-server', 'redis-check-rdb'];

const recordFile = (folder, { pid }) => join(folder, 'servers', `${pid}.json`);

function recordServer(folder, name, { pid, startTime }) {
  mkdirSync(join(folder, 'servers'), { recursive: true });
  // Whole or not at all: a half-written record would hide a server from the one who clears up.
  const file = recordFile(folder, { pid });
  writeFileSync(`${file}.new`, JSON.stringify({ name, pid, startTime }));
  renameSync(`${file}.new`, file);
}

function forgetServer(folder, identity) {
  rmSync(recordFile(folder, identity), { force: true });
}

function recordedServers(folder) {
  return entriesOf(join(folder, 'servers'))
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => {
      try {
        return [JSON.parse(readFileSync(join(folder, 'servers', name), 'utf8'))];
      } catch {
        return [];
      }
    });
}

/** By this label the containers of a run are found, however early their starter was killed. */
const runLabel = (folder) => ({ 'resilience-specification.run': basename(folder) });

/** @param connection how the engine is reached, as dockerode takes it. */
function recordEngine(folder, connection) {
  const file = join(folder, 'engine.json');
  writeFileSync(`${file}.new`, JSON.stringify(connection));
  renameSync(`${file}.new`, file);
}

/** @returns those that were still there. */
async function removeContainers(folder) {
  const file = join(folder, 'engine.json');
  if (!existsSync(file)) return [];
  // Only here, so that a run without containers does not wait for it.
  const Docker = require('dockerode');
  const engine = new Docker(JSON.parse(readFileSync(file, 'utf8')));
  const label = Object.entries(runLabel(folder)).map((pair) => pair.join('='));
  const containers = await engine.listContainers({ all: true, filters: { label } });
  for (const { Id } of containers)
    await engine
      .getContainer(Id)
      .remove({ force: true, v: true })
      .catch((error) => {
        // Gone, or somebody else is at it.
        if (![404, 409].includes(error.statusCode)) throw error;
      });
  return containers.map(({ Names }) => `container ${Names[0]}`);
}

async function clearRun(folder) {
  const killed = await removeContainers(folder);
  for (const server of recordedServers(folder)) {
    if (!isAlive(server)) continue;
    await killTree(server);
    killed.push(server.name);
  }
  // A server may have been started and its starter killed before it could write that down.
  for (const stray of workingIn(folder)) {
    if (!serverCommands.includes(stray.command) || !isAlive(stray)) continue;
    await killTree(stray);
    killed.push(stray.command);
  }
  for (const name of entriesOf(folder)) removeSharedMemory(join(folder, name, 'data'));
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 });
  return killed;
}

function removeSharedMemory(dataFolder) {
  let lines;
  try {
    lines = readFileSync(join(dataFolder, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return;
  }
  // Line 1 is the postmaster's pid, line 7 holds key and id of its System V segment (src/include/utils/pidfile.h).
  const id = lines[6]?.trim().split(/\s+/)[1];
  if (id !== undefined && isSegmentOf(id, lines[0])) spawnSync('ipcrm', ['-m', id]);
}

/** The kernel reuses ids, so a segment is only given back when the very postmaster made it and nobody is attached. */
function isSegmentOf(id, pid) {
  try {
    const [head, ...rows] = readFileSync('/proc/sysvipc/shm', 'utf8').trim().split('\n');
    const columns = head.trim().split(/\s+/);
    const cell = (row, name) => row.trim().split(/\s+/)[columns.indexOf(name)];
    return rows.some(
      (row) => cell(row, 'shmid') === id && cell(row, 'cpid') === pid.trim() && cell(row, 'nattch') === '0',
    );
  } catch {
    return false;
  }
}

function entriesOf(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

module.exports = {
  clearRun,
  forgetServer,
  recordEngine,
  recordedServers,
  recordServer,
  removeSharedMemory,
  runLabel,
};
