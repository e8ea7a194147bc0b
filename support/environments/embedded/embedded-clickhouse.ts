import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FaultProxy } from '../../faults/fault-proxy';
import { askClickhouseFor } from '../../faults/questions/ask-clickhouse';
import { findChdb } from './chdb-package';
import { EmbeddedServer, type ServerCommand } from './embedded-server';

/** The real ClickHouse engine in a process of its own, see `clickhouse-process.js`. Takes some 290 MB of memory. */
export class EmbeddedClickhouse extends EmbeddedServer {
  readonly kind = 'clickhouse';
  protected readonly stopSignal = 'SIGTERM';
  readonly #passwords = { harness: randomBytes(18).toString('hex'), app: randomBytes(18).toString('hex') };

  /** Lays out folder and proxy; not started. @param runFolder where its data and record go. */
  static async prepare(runFolder: string): Promise<EmbeddedClickhouse> {
    findChdb();
    mkdirSync(join(runFolder, 'clickhouse', 'data'), { recursive: true });
    return new EmbeddedClickhouse(runFolder, await FaultProxy.open());
  }

  get url(): string {
    return `http://app:${this.#passwords.app}@127.0.0.1:${this.proxy.address.port}/default`;
  }

  get directUrl(): string {
    return `http://harness:${this.#passwords.harness}@127.0.0.1:${this.port}/default`;
  }

  async reset(): Promise<void> {
    for (const table of await this.#tables()) await this.#ask(`TRUNCATE TABLE ${table} SYNC`);
  }

  async leftovers(): Promise<string[]> {
    const found: string[] = [];
    for (const table of await this.#tables()) {
      const rows = Number(await this.#ask(`SELECT count() FROM ${table}`));
      if (rows > 0) found.push(`clickhouse: ${rows} ${rows === 1 ? 'row' : 'rows'} in ${table}`);
    }
    return found;
  }

  protected async renewStorage(): Promise<void> {
    rmSync(this.#dataFolder, { recursive: true });
    mkdirSync(this.#dataFolder);
  }

  protected command(): ServerCommand {
    // In a file of this user's own rather than on the command line, which everybody can read.
    const file = join(this.folder, 'settings.json');
    const settings = { port: this.port, dataFolder: this.#dataFolder, users: this.#passwords };
    writeFileSync(file, JSON.stringify(settings), { mode: 0o600 });
    return {
      program: process.execPath,
      parameters: [join(__dirname, 'clickhouse-process.js'), file],
      account: undefined,
    };
  }

  get #dataFolder(): string {
    return join(this.folder, 'data');
  }

  async #tables(): Promise<string[]> {
    const names = await this.#ask("SELECT name FROM system.tables WHERE database = 'default' ORDER BY name");
    return names.split('\n').filter(Boolean);
  }

  #ask(query: string): Promise<string> {
    return askClickhouseFor(this.directUrl, query);
  }
}
