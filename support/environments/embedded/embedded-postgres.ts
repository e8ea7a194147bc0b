import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { FaultProxy } from '../../faults/fault-proxy';
import { PostgresContents } from '../contents/postgres-contents';
import { removeSharedMemory } from '../run/clear-run';
import { EmbeddedServer, type ServerCommand } from './embedded-server';
import { type PostgresBinaries, postgresBinaries } from './postgres-binaries';
import { type PostgresTemplate, postgresTemplate } from './postgres-template';
import { postgresAccount } from './server-account';

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

  reset(): Promise<void> {
    return this.#contents.reset();
  }

  leftovers(): Promise<string[]> {
    return this.#contents.leftovers();
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

  get #contents(): PostgresContents {
    return new PostgresContents(this.directUrl, this.#template.logins.app);
  }
}

/** `cp` is several times quicker with a thousand small files than Node is, and shares blocks where it can. */
async function copyFolder(from: string, to: string): Promise<void> {
  await promisify(execFile)('cp', ['-a', from, to]);
}
