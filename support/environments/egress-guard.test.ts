import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { expect } from 'chai';

const run = promisify(execFile);
const folder = mkdtempSync(path.join(tmpdir(), 'egress-guard-'));
const hosts = path.join(folder, 'hosts');

/** Runs a piece of JavaScript in a process of its own under the guard; `met` turns what an attempt met into a word. */
async function guarded(code: string): Promise<{ stdout: string; stderr: string }> {
  const met = `const codeOf = (error) => error.code ?? (error.cause ? codeOf(error.cause) : error.message);
    const met = (attempt) => attempt.then((value) => value ?? 'done', codeOf);
    const meet = (start) => met(new Promise((resolve, reject) => start(resolve, reject)));`;
  return run(
    process.execPath,
    ['--require', path.join(__dirname, 'egress-guard.js'), '--eval', `${met}\n(async () => { ${code} })()`],
    { env: { ...process.env, EGRESS_GUARD_HOSTS: hosts, EGRESS_GUARD_ZONE: 'llm.example' } },
  );
}

/** What each expression met, by lines. */
async function meets(expressions: Record<string, string>): Promise<Record<string, string>> {
  const lines = Object.entries(expressions).map(
    ([name, expression]) => `found[${JSON.stringify(name)}] = await ${expression};`,
  );
  const { stdout } = await guarded(
    `const found = {}; ${lines.join('\n')} console.log(JSON.stringify(found));`,
  );
  return JSON.parse(stdout);
}

describe('the egress guard', () => {
  after(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(hosts, '# doubles\n127.0.0.1 primary.llm.example primary\n10.1.2.3 outside.llm.example\n');

  test('a real provider is out of reach, and the refusal is on standard error', async () => {
    const { stdout, stderr } = await guarded(
      "console.log(await fetch('https://api.openai.com/v1/models').then(() => 'reached', ({ cause }) => cause.code + ' ' + cause.message));",
    );
    expect(stdout).to.match(
      /^EGRESS_DENIED connection to api\.openai\.com:443 refused: .*only loopback addresses/u,
    );
    expect(stderr).to.contain('egress-guard: connection to api.openai.com:443 refused');
  });

  test('no address but loopback can be connected to, by any way', async () => {
    const lookup =
      "(name, options, done) => done(null, options.all ? [{ address: '9.9.9.9', family: 4 }] : '9.9.9.9', 4)";
    const met = await meets({
      fetch: "met(fetch('https://1.1.1.1/'))",
      net: "meet((ok, no) => require('net').connect(443, '8.8.8.8', ok).on('error', no))",
      socket:
        "meet((ok, no) => new (require('net').Socket)().connect({ port: 53, host: '2001:4860:4860::8888' }).on('error', no))",
      tls: "meet((ok, no) => require('tls').connect({ host: '8.8.8.8', port: 443 }).on('error', no))",
      https: "meet((ok, no) => require('https').get('https://api.anthropic.com', ok).on('error', no))",
      http2: "meet((ok, no) => require('http2').connect('https://8.8.8.8').on('error', no))",
      lookup: `meet((ok, no) => require('net').connect({ host: 'x.test', port: 1, lookup: ${lookup} }).on('error', no))`,
      listed: "met(fetch('http://outside.llm.example/'))",
      datagram:
        "meet((ok, no) => { const s = require('dgram').createSocket('udp4'); s.send('x', 53, '8.8.8.8', (e) => { s.close(); e ? no(e) : ok(); }); })",
      connected:
        "meet((ok, no) => { const s = require('dgram').createSocket('udp4'); s.connect(53, '8.8.8.8', (e) => { s.close(); e ? no(e) : ok(); }); })",
    });
    for (const [way, code] of Object.entries(met)) expect(code, way).to.equal('EGRESS_DENIED');
  });

  test('names are looked up in the hosts file alone', async () => {
    const met = await meets({
      listed: "met(require('dns/promises').lookup('primary.llm.example').then((found) => found.address))",
      alias:
        "meet((ok, no) => require('dns').lookup('primary', { all: true }, (e, found) => e ? no(e) : ok(found[0].address)))",
      missing: "met(fetch('https://secondary.llm.example/'))",
      missingLookup: "met(require('dns/promises').lookup('secondary.llm.example'))",
      other: "met(require('dns/promises').lookup('api.openai.com'))",
      resolver: "met(new (require('dns/promises').Resolver)().resolve4('api.openai.com'))",
      oldResolver:
        "meet((ok, no) => new (require('dns').Resolver)().resolveMx('api.openai.com', (e, found) => e ? no(e) : ok(found)))",
      resolved: "met(require('dns/promises').resolve4('primary.llm.example').then(String))",
      module:
        "met(import('node:dns').then(({ lookup }) => new Promise((ok, no) => lookup('api.openai.com', (e) => e ? no(e) : ok()))))",
    });
    expect(met).to.deep.equal({
      listed: '127.0.0.1',
      alias: '127.0.0.1',
      missing: 'ENOTFOUND',
      missingLookup: 'ENOTFOUND',
      other: 'EGRESS_DENIED',
      resolver: 'EGRESS_DENIED',
      oldResolver: 'EGRESS_DENIED',
      resolved: '127.0.0.1',
      module: 'EGRESS_DENIED',
    });
  });

  test('loopback works, by address and by name, and the file is read at each look-up', async () => {
    const { stdout } = await guarded(`
      const server = require('http').createServer((request, response) => response.end('hello')).listen(0, '127.0.0.1');
      await require('events').once(server, 'listening');
      const get = (host) => met(fetch('http://' + host + ':' + server.address().port).then((response) => response.text()));
      const found = [await get('127.0.0.1'), await get('localhost'), await get('primary.llm.example')];
      require('fs').appendFileSync(${JSON.stringify(hosts)}, '127.0.0.1 later.llm.example\\n');
      found.push(await get('later.llm.example'));
      server.closeAllConnections(); server.close();
      console.log(found.join(' '));`);
    expect(stdout.trim()).to.equal('hello hello hello hello');
  });

  test('a worker thread is guarded too', async () => {
    const worker =
      "fetch('https://api.openai.com').catch((e) => require('worker_threads').parentPort.postMessage(e.cause.code))";
    const met = await meets({
      worker: `meet((ok) => new (require('worker_threads').Worker)(${JSON.stringify(worker)}, { eval: true }).on('message', ok))`,
    });
    expect(met.worker).to.equal('EGRESS_DENIED');
  });

  test('loads in milliseconds', async () => {
    const file = JSON.stringify(path.join(__dirname, 'egress-guard.js'));
    const times: number[] = [];
    for (let round = 0; round < 3; round++) {
      const measure = `const start = performance.now(); require(${file}); console.log(performance.now() - start)`;
      times.push(Number((await run(process.execPath, ['--eval', measure])).stdout));
    }
    // 4 ms on an idle machine; the limit only has to catch what loads a library.
    expect(Math.min(...times)).to.be.below(25);
  });
});
