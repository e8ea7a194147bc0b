import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FaultProxy } from '../../faults/fault-proxy';
import { allRights, RedisContents, redisSettings } from '../contents/redis-contents';
import { EmbeddedServer, type ServerCommand } from './embedded-server';
import { findRedis, type RedisBinary } from './redis-binary';

/** A real Redis: every write is flushed before it is acknowledged, and only keys with a TTL may be evicted. */
export class EmbeddedRedis extends EmbeddedServer {
  readonly kind = 'redis';
  protected readonly stopSignal = 'SIGTERM';
  readonly #binary: RedisBinary;
  readonly #passwords = { harness: randomBytes(18).toString('hex'), app: randomBytes(18).toString('hex') };

  private constructor(runFolder: string, proxy: FaultProxy, binary: RedisBinary) {
    super(runFolder, proxy);
    this.#binary = binary;
  }

  /** Lays out folder and proxy; not started. @param runFolder where its data and record go. */
  static async prepare(runFolder: string): Promise<EmbeddedRedis> {
    const binary = await findRedis();
    mkdirSync(join(runFolder, 'redis', 'data'), { recursive: true });
    return new EmbeddedRedis(runFolder, await FaultProxy.open(), binary);
  }

  get url(): string {
    return `redis://app:${this.#passwords.app}@127.0.0.1:${this.proxy.address.port}`;
  }

  get directUrl(): string {
    return `redis://default:${this.#passwords.harness}@127.0.0.1:${this.port}`;
  }

  reset(): Promise<void> {
    return this.#contents.reset();
  }

  leftovers(): Promise<string[]> {
    return this.#contents.leftovers();
  }

  protected async renewStorage(): Promise<void> {
    rmSync(this.#dataFolder, { recursive: true });
    mkdirSync(this.#dataFolder);
  }

  protected command(): ServerCommand {
    // In a file of this user's own rather than on the command line, which everybody can read.
    const file = join(this.folder, 'redis.conf');
    writeFileSync(file, this.#configuration(), { mode: 0o600 });
    return {
      program: this.#binary.path,
      parameters: [file],
      account: undefined,
      environment: this.#binary.environment,
    };
  }

  get #contents(): RedisContents {
    return new RedisContents(this.directUrl, this.#passwords.app);
  }

  get #dataFolder(): string {
    return join(this.folder, 'data');
  }

  #configuration(): string {
    return [
      'bind 127.0.0.1',
      `port ${this.port}`,
      'daemonize no',
      `dir ${JSON.stringify(this.#dataFolder)}`,
      ...Object.entries(redisSettings).map(([name, value]) => `${name} ${value}`),
      `requirepass ${this.#passwords.harness}`,
      // A user of its own, so that the service's connections can be told from the harness's.
      `user app on >${this.#passwords.app} ${allRights.join(' ')}`,
      '',
    ].join('\n');
  }
}
