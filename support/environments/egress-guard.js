// Preloaded (`node --require`) into the process of the service under test, so that no fault, bug or leaked
// configuration ever reaches a real host: only loopback addresses can be connected to, and names resolve by a hosts
// file alone, which is read at each look-up. Plain JavaScript without dependencies, since it is loaded before any other.
//
// EGRESS_GUARD_HOSTS  a file in the format of /etc/hosts; absent: no name but localhost resolves
// EGRESS_GUARD_ZONE   the domain of the provider doubles: a name in it that the file lacks does not exist (ENOTFOUND);
//                     any other name is refused (EGRESS_DENIED)

const dgram = require('node:dgram');
const dns = require('node:dns');
const { readFileSync, writeSync } = require('node:fs');
const net = require('node:net');

const hostsFile = process.env.EGRESS_GUARD_HOSTS;
const zone = process.env.EGRESS_GUARD_ZONE;

/** The unspecified address counts: a socket binds to it, and a connection to it stays on this machine. */
function isLoopback(address) {
  const ip = address
    .toLowerCase()
    .replace(/^::ffff:(?=\d+\.)/u, '')
    .replace(/%.*$/u, '');
  return /^127\.\d+\.\d+\.\d+$/u.test(ip) || ['::1', '0:0:0:0:0:0:0:1', '0.0.0.0', '::'].includes(ip);
}

/** The error for whatever would leave this machine; says so on standard error too, since callers often swallow it. */
function denied(what) {
  const where = hostsFile === undefined ? 'EGRESS_GUARD_HOSTS (not set)' : hostsFile;
  const message = `${what} refused: this process may reach only loopback addresses; configure the address of a local double, or name the host in ${where}`;
  try {
    writeSync(2, `egress-guard: ${message}\n`);
  } catch {
    // Standard error may be closed or full; the refusal stands.
  }
  return Object.assign(new Error(message), { code: 'EGRESS_DENIED' });
}

/** The addresses of a name, or the error with which looking it up fails. */
function resolve(name, what, syscall = 'getaddrinfo') {
  const wanted = name.toLowerCase().replace(/\.$/u, '');
  if (net.isIP(wanted)) return isLoopback(wanted) ? [wanted] : denied(what);
  if (wanted === 'localhost' || wanted.endsWith('.localhost')) return ['127.0.0.1', '::1'];
  let lines = [];
  try {
    if (hostsFile !== undefined) lines = readFileSync(hostsFile, 'utf8').split('\n');
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
  const listed = lines
    .map((line) => line.replace(/#.*/u, '').trim().split(/\s+/u))
    .filter(([, ...names]) => names.some((one) => one.toLowerCase() === wanted))
    .map(([address]) => address);
  const outside = listed.find((address) => !isLoopback(address));
  if (outside !== undefined) return denied(`${what} at ${outside}`);
  if (listed.length > 0) return listed;
  const isInZone = zone !== undefined && (wanted === zone || wanted.endsWith(`.${zone}`));
  if (!isInZone) return denied(what);
  return Object.assign(new Error(`${syscall} ENOTFOUND ${name}`), {
    errno: -3008,
    code: 'ENOTFOUND',
    syscall,
    hostname: name,
  });
}

/** A `dns.lookup` which knows only the hosts file; `what` names the purpose in a refusal. */
function lookup(hostname, options, callback, what = `look-up of ${hostname}`) {
  const done = typeof options === 'function' ? options : callback;
  const { all = false, family = 0 } = typeof options === 'number' ? { family: options } : (options ?? {});
  const found = resolve(String(hostname), what);
  const wanted = family === 4 || family === 'IPv4' ? 4 : family === 6 || family === 'IPv6' ? 6 : 0;
  process.nextTick(() => {
    if (found instanceof Error) return done(found);
    const records = found.map((address) => ({ address, family: net.isIP(address) }));
    const fitting = records.filter((record) => wanted === 0 || record.family === wanted);
    const chosen = fitting.length > 0 ? fitting : records;
    if (all) return done(null, chosen);
    done(null, chosen[0].address, chosen[0].family);
  });
}

/** A custom look-up may say anything; its answer is held to the same rule. */
function checkedLookup(custom, what) {
  return (hostname, options, callback) =>
    custom(hostname, options, (error, found, family) => {
      if (error) return callback(error);
      const addresses = Array.isArray(found) ? found.map((record) => record.address) : [found];
      const outside = addresses.find((address) => !isLoopback(String(address)));
      if (outside !== undefined) return callback(denied(`${what} at ${outside}`));
      callback(null, found, family);
    });
}

// Every TCP connection of Node (net, tls, http, https, http2, and undici under fetch) begins here.
const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function guardedConnect(...args) {
  const normalized = Array.isArray(args[0]) ? args[0] : net._normalizeArgs(args);
  const options = normalized[0];
  if (options.path) return connect.call(this, normalized);
  const host = String(options.host || 'localhost');
  const what = `connection to ${host}:${options.port}`;
  if (net.isIP(host) && !isLoopback(host)) {
    const error = denied(what);
    const listener = normalized[1];
    if (typeof listener === 'function') this.once('connect', listener);
    this.connecting = true;
    process.nextTick(() => this.destroy(error));
    return this;
  }
  normalized[0] = {
    ...options,
    lookup: options.lookup
      ? checkedLookup(options.lookup, what)
      : (hostname, lookupOptions, callback) => lookup(hostname, lookupOptions, callback, what),
  };
  return connect.call(this, normalized);
};

// A datagram to an address: sent, or connected to.
for (const method of ['send', 'connect']) {
  const original = dgram.Socket.prototype[method];
  dgram.Socket.prototype[method] = function guardedDatagram(...args) {
    const callback = args.find((arg) => typeof arg === 'function');
    const address = args.slice(1).find((arg) => typeof arg === 'string');
    const what = `datagram to ${address}`;
    const found = address === undefined ? undefined : resolve(address, what);
    if (!(found instanceof Error)) return original.apply(this, args);
    process.nextTick(() => (callback ? callback(found) : this.emit('error', found)));
    return undefined;
  };
}

// The resolver asks name servers by itself, past every socket above.
dns.lookup = lookup;
dns.promises.lookup = (hostname, options = {}) =>
  new Promise((fulfil, reject) => {
    lookup(hostname, options, (error, found, family) => {
      if (error) reject(error);
      else fulfil(options.all ? found : { address: found, family });
    });
  });

function query(method, name, recordType) {
  const found = resolve(String(name), `look-up of ${name}`, method);
  if (found instanceof Error) return found;
  const type = method === 'resolve' ? (recordType ?? 'A') : { resolve4: 'A', resolve6: 'AAAA' }[method];
  const family = { A: 4, AAAA: 6 }[type];
  const addresses = found.filter((address) => net.isIP(address) === family);
  if (addresses.length > 0) return addresses;
  return Object.assign(new Error(`${method} ENODATA ${name}`), {
    code: 'ENODATA',
    syscall: method,
    hostname: name,
  });
}

for (const owner of [dns, dns.Resolver.prototype]) {
  for (const method of queries(owner)) {
    owner[method] = (name, ...rest) => {
      const answer = query(method, name, rest.length > 1 ? rest[0] : undefined);
      const callback = rest.at(-1);
      process.nextTick(() => (answer instanceof Error ? callback(answer) : callback(null, answer)));
    };
  }
}
for (const owner of [dns.promises, dns.promises.Resolver.prototype]) {
  for (const method of queries(owner)) {
    owner[method] = async (name, recordType) => {
      const answer = query(method, name, recordType);
      if (answer instanceof Error) throw answer;
      return answer;
    };
  }
}

function queries(owner) {
  return Object.getOwnPropertyNames(owner)
    .concat(Object.getOwnPropertyNames(Object.getPrototypeOf(owner) ?? {}))
    .filter((name) => /^(resolve.*|reverse|lookupService)$/u.test(name) && typeof owner[name] === 'function');
}

// So that `import { lookup } from 'node:dns'` gets the guarded one as well.
require('node:module').syncBuiltinESMExports();
