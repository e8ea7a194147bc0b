import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FaultProxy } from '../../faults/fault-proxy';
import { ClickhouseContents } from '../contents/clickhouse-contents';
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

  reset(): Promise<void> {
    return new ClickhouseContents(this.directUrl).reset();
  }

  leftovers(): Promise<string[]> {
    return new ClickhouseContents(this.directUrl).leftovers();
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
}
