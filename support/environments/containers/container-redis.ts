import { randomBytes } from 'node:crypto';
import { FaultProxy } from '../../faults/fault-proxy';
import { allRights, RedisContents, redisSettings } from '../contents/redis-contents';
import { ContainerServer } from './container-server';

const configurationFile = '/tmp/redis.conf';

/** Redis from its official image. */
export class ContainerRedis extends ContainerServer {
  readonly kind = 'redis';
  protected readonly innerPort = 6379;
  readonly #passwords = { harness: randomBytes(18).toString('hex'), app: randomBytes(18).toString('hex') };

  /** Lays out the proxy; not started. @param runFolder where it is written down. */
  static async prepare(runFolder: string): Promise<ContainerRedis> {
    return new ContainerRedis(runFolder, await FaultProxy.open());
  }

  get url(): string {
    return `redis://app:${this.#passwords.app}@127.0.0.1:${this.proxy.address.port}`;
  }

  get directUrl(): string {
    return `redis://default:${this.#passwords.harness}@${this.host}:${this.port}`;
  }

  reset(): Promise<void> {
    return new RedisContents(this.directUrl, this.#passwords.app).reset();
  }

  leftovers(): Promise<string[]> {
    return new RedisContents(this.directUrl, this.#passwords.app).leftovers();
  }

  protected definition() {
    return {
      kind: this.kind,
      user: 'default',
      password: this.#passwords.harness,
      files: [{ content: this.#configuration(), target: configurationFile }],
      command: ['redis-server', configurationFile],
    } as const;
  }

  #configuration(): string {
    return [
      'bind 0.0.0.0',
      `port ${this.innerPort}`,
      'daemonize no',
      'dir /data',
      ...Object.entries(redisSettings).map(([name, value]) => `${name} ${value}`),
      `requirepass ${this.#passwords.harness}`,
      // A user of its own, so that the service's connections can be told from the harness's.
      `user app on >${this.#passwords.app} ${allRights.join(' ')}`,
      '',
    ].join('\n');
  }
}
