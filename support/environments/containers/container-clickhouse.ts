import { randomBytes } from 'node:crypto';
import { FaultProxy } from '../../faults/fault-proxy';
import { ClickhouseContents } from '../contents/clickhouse-contents';
import { ContainerServer } from './container-server';

/** ClickHouse from its official image. */
export class ContainerClickhouse extends ContainerServer {
  readonly kind = 'clickhouse';
  protected readonly innerPort = 8123;
  readonly #password = randomBytes(18).toString('hex');

  /** Lays out the proxy; not started. @param runFolder where it is written down. */
  static async prepare(runFolder: string): Promise<ContainerClickhouse> {
    return new ContainerClickhouse(runFolder, await FaultProxy.open());
  }

  get url(): string {
    return `http://app:${this.#password}@127.0.0.1:${this.proxy.address.port}/default`;
  }

  get directUrl(): string {
    return `http://app:${this.#password}@${this.host}:${this.port}/default`;
  }

  reset(): Promise<void> {
    return new ClickhouseContents(this.directUrl).reset();
  }

  leftovers(): Promise<string[]> {
    return new ClickhouseContents(this.directUrl).leftovers();
  }

  protected definition() {
    return { kind: this.kind, user: 'app', password: this.#password } as const;
  }
}
