// The settings of the official image, as far as the specification uses them, for the engine's process.
const { mkdirSync, writeFileSync } = require('node:fs');

const { CLICKHOUSE_USER = 'default', CLICKHOUSE_PASSWORD = '' } = process.env;
const dataFolder = '/var/lib/clickhouse/data';
mkdirSync(dataFolder, { recursive: true });
const settings = {
  host: '0.0.0.0',
  port: 8123,
  dataFolder,
  users: { [CLICKHOUSE_USER]: CLICKHOUSE_PASSWORD },
};
writeFileSync('/tmp/settings.json', JSON.stringify(settings), { mode: 0o600 });
process.argv[2] = '/tmp/settings.json';
require('./clickhouse-process.js');
