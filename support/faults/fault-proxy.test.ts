import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { expect } from 'chai';
import { FaultProxy } from './fault-proxy';
import { listenOnHarnessPort } from './proxy/harness-port';
import { bandwidth } from './toxics/bandwidth';
import { latency } from './toxics/latency';
import { limitData } from './toxics/limit-data';
import { resetPeer } from './toxics/reset-peer';
import { slowClose } from './toxics/slow-close';
import { timeout } from './toxics/timeout';

let echo: Server;
let echoAddress: { host: string; port: number };
let proxy: FaultProxy;
const sockets = new Set<Socket>();
const atServer = new Set<Socket>();

beforeEach(async () => {
  echo = createServer({ allowHalfOpen: true }, (socket) => {
    atServer.add(socket);
    socket.on('error', () => {}).on('close', () => atServer.delete(socket));
    socket.pipe(socket);
  });
  echoAddress = { host: '127.0.0.1', port: await listenOnHarnessPort(echo) };
  proxy = await FaultProxy.open(echoAddress);
});

afterEach(async () => {
  await proxy.close();
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  for (const socket of atServer) socket.destroy();
  await new Promise((resolve) => echo.close(resolve));
});

/** A connected client which remembers how it ended: `end`, or an error's code. */
async function client(): Promise<Socket & { ending: Promise<string> }> {
  const socket = connect(proxy.address) as Socket & { ending: Promise<string> };
  sockets.add(socket);
  socket.ending = new Promise((resolve) => {
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'error'));
    socket.on('end', () => resolve('end'));
  });
  // A connection that is reset at once may fail before it was established.
  await Promise.race([once(socket, 'connect').catch(() => {}), socket.ending]);
  return socket;
}

function connectTo(address: { host: string; port: number }): Socket {
  const socket = connect(address);
  sockets.add(socket);
  return socket;
}

async function exchange(socket: Socket, text = 'ping'): Promise<number> {
  const began = performance.now();
  let received = '';
  socket.write(text);
  while (received.length < text.length) received += String((await once(socket, 'data'))[0]);
  expect(received).to.equal(text);
  return performance.now() - began;
}

async function silence(socket: Socket, ms: number): Promise<boolean> {
  const quiet = AbortSignal.timeout(ms);
  return once(socket, 'data', { signal: quiet }).then(
    () => false,
    () => true,
  );
}

async function refusal(): Promise<string> {
  const socket = connect(proxy.address);
  const [error] = await once(socket, 'error');
  return (error as NodeJS.ErrnoException).code ?? String(error);
}

function closeOf(socket: Socket | undefined): Promise<void> {
  return new Promise((resolve) =>
    socket === undefined || socket.closed ? resolve() : socket.on('close', resolve),
  );
}

async function allClosed(): Promise<void> {
  while (proxy.openConnections > 0) await new Promise((resolve) => setImmediate(resolve));
}

describe('an undisturbed proxy', () => {
  test('passes everything, byte for byte, and counts it', async () => {
    const socket = await client();
    const text = 'x'.repeat(3_000_000);
    await exchange(socket, text);
    expect(proxy.bytes).to.deep.equal({ upstream: text.length, downstream: text.length });
    expect(proxy.openConnections).to.equal(1);
    expect(proxy.connections[0]?.acceptedAtMs).to.be.closeTo(Date.now(), 5000);
  });

  test('keeps half-closed connections half-open', async () => {
    const socket = await client();
    socket.end('last words');
    expect(String((await once(socket, 'data'))[0])).to.equal('last words');
    expect(await socket.ending).to.equal('end');
    await allClosed();
    expect(proxy.connections[0]?.closedAtMs).to.be.a('number');
  });

  test('resets the client when the server resets, and when there is no server behind it', async () => {
    const socket = await client();
    await exchange(socket);
    for (const server of atServer) server.resetAndDestroy();
    expect(await socket.ending).to.equal('ECONNRESET');
    await new Promise((resolve) => echo.close(resolve));
    expect(await (await client()).ending).to.equal('ECONNRESET');
    await allClosed();
    echo.listen(echoAddress);
    await once(echo, 'listening');
  });

  test('resets the server when the client resets', async () => {
    const socket = await client();
    await exchange(socket);
    const [server] = [...atServer];
    const closed = closeOf(server);
    socket.resetAndDestroy();
    await closed;
    await allClosed();
  });

  test('sends new connections elsewhere when re-targeted', async () => {
    const other = createServer((socket) => socket.end('elsewhere'));
    const port = await listenOnHarnessPort(other);
    await proxy.retarget({ host: '127.0.0.1', port });
    const socket = await client();
    expect(String((await once(socket, 'data'))[0])).to.equal('elsewhere');
    await new Promise((resolve) => other.close(resolve));
  });

  test('refuses while there is no server', async () => {
    await proxy.retarget(undefined);
    expect(await refusal()).to.equal('ECONNREFUSED');
    await proxy.retarget(echoAddress);
    await exchange(await client());
  });

  test('leaves nothing when closed', async () => {
    const socket = await client();
    await proxy.close();
    expect(await socket.ending).to.equal('ECONNRESET');
    await allClosed();
    expect(await refusal()).to.equal('ECONNREFUSED');
  });
});

describe('down, up and cut', () => {
  test('down refuses and resets, up comes back on the same port', async () => {
    const { port } = proxy.address;
    const socket = await client();
    await proxy.down();
    expect(await socket.ending).to.equal('ECONNRESET');
    expect(await refusal()).to.equal('ECONNREFUSED');
    expect(proxy.disturbances()).to.deep.equal(['down']);
    await proxy.up();
    expect(proxy.address.port).to.equal(port);
    await exchange(await client());
  });

  test('cut resets what exists and accepts what comes', async () => {
    const [one, other] = [await client(), await client()];
    await Promise.all([exchange(one), exchange(other)]);
    expect(proxy.cut()).to.equal(2);
    expect([await one.ending, await other.ending]).to.deep.equal(['ECONNRESET', 'ECONNRESET']);
    await exchange(await client());
  });

  test('says so when its port was taken meanwhile', async () => {
    await proxy.down();
    const thief = createServer().listen(proxy.address);
    await once(thief, 'listening');
    const error = await proxy.up().then(
      () => undefined,
      (reason) => reason,
    );
    thief.close();
    expect(String(error)).to.contain(`must come back on port ${proxy.address.port}`);
  });
});

describe('toxics', () => {
  test('latency delays each way, within its jitter, without adding up', async () => {
    const socket = await client();
    proxy.add(latency({ latencyMs: 100, jitterMs: 20 }), 'downstream');
    expect(await exchange(socket)).to.be.within(79, 200);
    const active = proxy.add(latency({ latencyMs: 100 }), 'upstream');
    expect(await exchange(socket, 'x'.repeat(500_000))).to.be.within(179, 500);
    active.remove();
    expect(proxy.disturbances()).to.deep.equal(['latency of 100 ms ± 20 ms (downstream)']);
    await proxy.heal();
    expect(await exchange(socket)).to.be.below(79);
  });

  test('bandwidth limits bytes per second', async () => {
    const socket = await client();
    proxy.add(bandwidth({ bytesPerSecond: 100_000 }), 'upstream');
    expect(await exchange(socket, 'x'.repeat(30_000))).to.be.within(280, 900);
    expect(() => bandwidth({ bytesPerSecond: 0 })).to.throw(/more than 0/);
  });

  test('a black hole swallows old and new connections, and delivers when healed', async () => {
    const old = await client();
    const hole = proxy.add(timeout());
    const fresh = await client();
    old.write('late');
    fresh.write('news');
    expect(await Promise.all([silence(old, 80), silence(fresh, 80)])).to.deep.equal([true, true]);
    const arrived = Promise.all([once(old, 'data'), once(fresh, 'data')]);
    hole.remove();
    expect((await arrived).map(([bytes]) => String(bytes))).to.deep.equal(['late', 'news']);
  });

  test('a black hole in one direction lets the other pass', async () => {
    const socket = await client();
    proxy.add(timeout(), 'downstream');
    socket.write('ping');
    const [server] = [...atServer];
    if (server?.bytesRead === 0) await once(server, 'data');
    expect(await silence(socket, 50)).to.equal(true);
  });

  test('a black hole also holds what was already waiting in a slow line', async () => {
    const socket = await client();
    await exchange(socket);
    proxy.add(latency({ latencyMs: 60 }), 'upstream');
    socket.write('ping');
    await once([...atServer][0] as Socket, 'data', { signal: AbortSignal.timeout(20) }).catch(() => {});
    proxy.add(timeout(), 'upstream');
    expect(await silence(socket, 150)).to.equal(true);
  });

  test('a black hole with a time closes the connection then', async () => {
    const socket = await client();
    proxy.add(timeout({ timeoutMs: 60 }));
    socket.write('ping');
    socket.resume();
    expect(await socket.ending).to.equal('end');
  });

  test('what a client that reset had not got through is not delivered after a black hole', async () => {
    const socket = await client();
    await exchange(socket);
    const [server] = [...atServer] as [Socket];
    const before = server.bytesRead;
    const hole = proxy.add(timeout());
    socket.write('never');
    await silence(socket, 30);
    socket.resetAndDestroy();
    const closed = closeOf(server);
    await closeOf(socket);
    // A round trip of the event loop through the kernel, so that the proxy has met the reset.
    await exchange(connectTo(echoAddress));
    hole.remove();
    await closed;
    expect(server.bytesRead).to.equal(before);
  });

  test('reset_peer resets at once or after a time', async () => {
    const socket = await client();
    const began = performance.now();
    proxy.add(resetPeer({ afterMs: 60 }));
    expect(await socket.ending).to.equal('ECONNRESET');
    expect(performance.now() - began).to.be.above(55);
    await proxy.heal();
    proxy.add(resetPeer(), 'downstream');
    expect(await (await client()).ending).to.equal('ECONNRESET');
  });

  test('slow_close passes bytes at once and the end late', async () => {
    const socket = await client();
    proxy.add(slowClose({ delayMs: 100 }), 'downstream');
    const began = performance.now();
    socket.end('bye');
    await once(socket, 'data');
    expect(performance.now() - began).to.be.below(90);
    expect(await socket.ending).to.equal('end');
    expect(performance.now() - began).to.be.above(95);
  });

  test('limit_data closes after that many bytes', async () => {
    const socket = await client();
    proxy.add(limitData({ bytes: 5 }), 'downstream');
    let received = '';
    socket.on('data', (bytes) => {
      received += String(bytes);
    });
    socket.write('1234567890');
    expect(await socket.ending).to.equal('end');
    expect(received).to.equal('12345');
  });
});
