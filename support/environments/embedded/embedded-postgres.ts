import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Client } from 'pg';
import { FaultProxy } from '../../faults/fault-proxy';
import { onPostgres } from '../../faults/questions/on-postgres';
import { reloadPostgres } from '../../faults/questions/reload-postgres';
import { removeSharedMemory } from '../run/clear-run';
import { EmbeddedServer, type ServerCommand } from './embedded-server';
import { type PostgresBinaries, postgresBinaries } from './postgres-binaries';
import { type PostgresTemplate, postgresTemplate } from './postgres-template';
import { postgresAccount } from './server-account';

const closingGraceMs = 1000;

/** A real PostgreSQL from npm. Durability is PostgreSQL's default: every commit is flushed. */
export class EmbeddedPostgres extends EmbeddedServer {
  readonly kind = 'postgresql';
  /** Fast shutdown: sessions are ended, nothing is lost; see https://www.postgresql.org/docs/18/server-shutdown.html. */
  protected readonly stopSignal = 'SIGINT';
  readonly #binaries: PostgresBinaries;
  readonly #template: PostgresTemplate;

  private constructor(
    runFolder: string,
    proxy: FaultProxy,
    binaries: PostgresBinaries,
    template: PostgresTemplate,
  ) {
    super(runFolder, proxy);
    this.#binaries = binaries;
    this.#template = template;
  }

  /** Lays out data and proxy; not started. @param runFolder where its data and record go. */
  static async prepare(runFolder: string): Promise<EmbeddedPostgres> {
    const binaries = postgresBinaries();
    const template = await postgresTemplate(binaries);
    const folder = join(runFolder, 'postgresql');
    mkdirSync(folder, { recursive: true });
    chmodSync(folder, 0o711);
    await copyFolder(template.dataFolder, join(folder, 'data'));
    return new EmbeddedPostgres(runFolder, await FaultProxy.open(), binaries, template);
  }

  get url(): string {
    const { user, password } = this.#template.logins.app;
    return `postgres://${user}:${password}@127.0.0.1:${this.proxy.address.port}/app`;
  }

  get directUrl(): string {
    const { user, password } = this.#template.logins.harness;
    return `postgres://${user}:${password}@127.0.0.1:${this.port}/app`;
  }

  async reset(): Promise<void> {
    await onPostgres(this.directUrl, async (client) => {
      await this.#restoreSettings(client);
      const tables = await tablesOf(client);
      if (tables.length === 0) return;
      // A session that was left inside a transaction would hold this up for ever.
      await client.query(`set lock_timeout = '3s'`);
      await client.query(`truncate ${tables.join(', ')} restart identity cascade`);
    });
  }

  async leftovers(): Promise<string[]> {
    return onPostgres(this.directUrl, async (client) => {
      const found: string[] = [];
      for (const table of await tablesOf(client)) {
        const rows = Number((await client.query(`select count(*) as rows from ${table}`)).rows[0].rows);
        if (rows > 0) found.push(`postgresql: ${rows} ${rows === 1 ? 'row' : 'rows'} in ${table}`);
      }
      return [...found, ...(await this.#openSessions(client))];
    });
  }

  override async [Symbol.asyncDispose](): Promise<void> {
    await super[Symbol.asyncDispose]();
    removeSharedMemory(join(this.folder, 'data'));
  }

  protected async renewStorage(): Promise<void> {
    const data = join(this.folder, 'data');
    rmSync(data, { recursive: true });
    await copyFolder(this.#template.dataFolder, data);
  }

  protected command(): ServerCommand {
    const settings = {
      listen_addresses: '127.0.0.1',
      port: this.port,
      unix_socket_directories: '',
      max_connections: 60,
      shared_buffers: '32MB',
      // In the data folder instead of /dev/shm, so that it goes with the folder after a kill.
      dynamic_shared_memory_type: 'mmap',
      // Nothing here replicates; fewer processes start sooner.
      wal_level: 'minimal',
      max_wal_senders: 0,
      max_logical_replication_workers: 0,
      io_method: 'sync',
      // Before crash recovery every file is flushed; one call for the file system is quicker than a thousand.
      ...(process.platform === 'linux' ? { recovery_init_sync_method: 'syncfs' } : {}),
    };
    return {
      program: this.#binaries.postgres,
      parameters: [
        ...['-D', join(this.folder, 'data')],
        ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
      ],
      account: postgresAccount(),
    };
  }

  async #restoreSettings(client: Client): Promise<void> {
    const { rows } = await client.query(
      `select count(*)::int as altered from pg_file_settings where sourcefile like '%/postgresql.auto.conf'`,
    );
    if (rows[0].altered > 0) {
      await client.query('alter system reset all');
      await reloadPostgres(client);
    }
    const { user, password } = this.#template.logins.app;
    const role = client.escapeIdentifier(user);
    await client.query(
      `alter role ${role} with login connection limit -1 valid until 'infinity' password ${client.escapeLiteral(password)};
       alter role ${role} reset all; alter database app reset all`,
    );
  }

  /** The service's sessions; one that is just closing is given time to go. */
  async #openSessions(client: Client): Promise<string[]> {
    const givenUpAtMs = performance.now() + closingGraceMs;
    for (;;) {
      const { rows } = await client.query(
        `select state, query from pg_stat_activity where backend_type = 'client backend' and usename = $1`,
        [this.#template.logins.app.user],
      );
      if (rows.length === 0) return [];
      if (performance.now() > givenUpAtMs) {
        return rows.map(
          ({ state, query }) => `postgresql: a connection of the service, ${state}, last query: ${query}`,
        );
      }
      await delay(5);
    }
  }
}

async function tablesOf(client: Client): Promise<string[]> {
  const { rows } = await client.query(
    `select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables where schemaname = 'public' order by 1`,
  );
  return rows.map(({ name }) => name);
}

/** `cp` is several times quicker with a thousand small files than Node is, and shares blocks where it can. */
async function copyFolder(from: string, to: string): Promise<void> {
  await promisify(execFile)('cp', ['-a', from, to]);
}
