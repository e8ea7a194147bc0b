// The ClickHouse engine of chdb behind as much of ClickHouse's HTTP interface as its clients need; a process of its own,
// so that it can be killed and frozen as a server can. Plain JavaScript: it must start at once.
// See https://clickhouse.com/docs/interfaces/http. Its settings are a JSON file that its first argument names.
const { createServer } = require('node:http');
const { randomUUID, timingSafeEqual, createHash } = require('node:crypto');
const { readFileSync } = require('node:fs');
const { Session } = require('chdb');

/** @type {{ host?: string, port: number, dataFolder: string, users: Record<string, string> }} */
const settings = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const session = new Session(settings.dataFolder);

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const isGreeting = request.method === 'GET' && url.pathname === '/' && url.search === '';
  if (isGreeting || url.pathname === '/ping') return void response.end('Ok.\n');
  if (!isKnown(request, url.searchParams)) {
    const reason = 'Authentication failed: password is incorrect, or there is no user with such name.';
    return void fail(response, 403, 516, `${reason} (AUTHENTICATION_FAILED)`);
  }
  const parts = [];
  request.on('data', (part) => parts.push(part));
  request.on('end', () => {
    answer(url.searchParams, Buffer.concat(parts), response).catch((error) => {
      const code = error.clickhouseCode ?? 1000;
      fail(response, code === 60 || code === 81 ? 404 : 500, code, error.message);
    });
  });
  request.on('error', () => {});
});

/** The query stands in the URL, in the body, or its first part in the URL and its data in the body. */
async function answer(parameters, body, response) {
  const queryId = parameters.get('query_id') ?? randomUUID();
  const query = [parameters.get('query') ?? '', body.toString('utf8')].filter(Boolean).join('\n');
  const bound = {};
  for (const [name, value] of parameters) if (name.startsWith('param_')) bound[name.slice(6)] = value;
  const format = formatOf(query) ?? parameters.get('default_format') ?? 'TabSeparated';
  const asked = query.replace(/;\s*$/, '');
  const result =
    Object.keys(bound).length > 0
      ? await session.queryBindAsync(withoutFormat(asked), bound, { format })
      : await session.queryAsync(isInsert(asked) ? asked : withoutFormat(asked), { format });
  const summary = { read_rows: String(result.rowsRead), read_bytes: String(result.bytesRead) };
  response.setHeader('X-ClickHouse-Query-Id', queryId);
  response.setHeader('X-ClickHouse-Format', format);
  response.setHeader('X-ClickHouse-Summary', JSON.stringify(summary));
  response.end(Buffer.from(result.bytes()));
}

function isInsert(query) {
  return /^\s*INSERT\b/i.test(query);
}

function formatOf(query) {
  return isInsert(query) ? undefined : /\bFORMAT\s+(\w+)\s*;?\s*$/i.exec(query)?.[1];
}

function withoutFormat(query) {
  return query.replace(/\bFORMAT\s+\w+\s*$/i, '');
}

function isKnown(request, parameters) {
  const basic = /^Basic (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  const [user, ...rest] = basic ? Buffer.from(basic, 'base64').toString('utf8').split(':') : [];
  const name = user ?? request.headers['x-clickhouse-user'] ?? parameters.get('user') ?? 'default';
  const given = basic
    ? rest.join(':')
    : (request.headers['x-clickhouse-key'] ?? parameters.get('password') ?? '');
  const expected = Object.hasOwn(settings.users, name) ? settings.users[name] : undefined;
  return expected !== undefined && timingSafeEqual(digest(String(given)), digest(expected));
}

function digest(text) {
  return createHash('sha256').update(text).digest();
}

function fail(response, status, code, message) {
  if (response.headersSent) return response.destroy();
  response.writeHead(status, {
    'X-ClickHouse-Exception-Code': code,
    'Content-Type': 'text/plain; charset=UTF-8',
  });
  const text = /^Code: /.test(message) ? message : `Code: ${code}. DB::Exception: ${message}`;
  response.end(`${text}\n`);
}

process.once('SIGTERM', () => {
  server.close();
  server.closeAllConnections();
  session.close();
  process.exit(0);
});

server.listen(settings.port, settings.host ?? '127.0.0.1');
