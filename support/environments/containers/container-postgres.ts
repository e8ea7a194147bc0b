import { randomBytes } from 'node:crypto';
import { FaultProxy } from '../../faults/fault-proxy';
import { onPostgres } from '../../faults/questions/on-postgres';
import { PostgresContents } from '../contents/postgres-contents';
import { ContainerServer } from './container-server';

/** What nothing needs that is tested here, or what must be as in the embedded environment. */
const settings = { max_connections: 60, shared_buffers: '32MB', wal_level: 'minimal', max_wal_senders: 0 };

/** PostgreSQL from its official image. Durability is PostgreSQL's default: every commit is flushed. */
export class ContainerPostgres extends ContainerServer {
  readonly kind = 'postgresql';
  protected readonly innerPort = 5432;
  readonly #harness = { user: 'harness', password: randomBytes(18).toString('hex') };
  readonly #app = { user: 'app', password: randomBytes(18).toString('hex') };

  /** Lays out the proxy; not started. @param runFolder where it is written down. */
  static async prepare(runFolder: string): Promise<ContainerPostgres> {
    return new ContainerPostgres(runFolder, await FaultProxy.open());
  }

  get url(): string {
    return `postgres://${this.#app.user}:${this.#app.password}@127.0.0.1:${this.proxy.address.port}/app`;
  }

  get directUrl(): string {
    return `postgres://${this.#harness.user}:${this.#harness.password}@${this.host}:${this.port}/app`;
  }

  reset(): Promise<void> {
    return new PostgresContents(this.directUrl, this.#app).reset();
  }

  leftovers(): Promise<string[]> {
    return new PostgresContents(this.directUrl, this.#app).leftovers();
  }

  protected definition() {
    return {
      kind: this.kind,
      ...this.#harness,
      environment: { POSTGRES_INITDB_ARGS: '--locale=C --encoding=UTF8' },
      command: [
        'postgres',
        ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
      ],
    } as const;
  }

  protected override async furnish(): Promise<void> {
    await onPostgres(this.directUrl, async (client) => {
      await client.query(`create role app login password ${client.escapeLiteral(this.#app.password)}`);
      await client.query('alter database app owner to app');
    });
  }
}
