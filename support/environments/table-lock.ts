import { Socket } from 'node:net';
import { Client } from 'pg';
import { onPostgres } from '../faults/questions/on-postgres';

/** What writes end up in; see docs/observable-contract.md. */
export type WrittenTable = 'messages' | 'orders';

/**
 * A lock that the harness holds on a table, past the proxy: whoever writes into it waits inside its transaction, whoever
 * reads does not. It is what makes the midst of a transaction last long enough to be hit.
 */
export class TableLock {
  readonly #directUrl: string;
  readonly #table: WrittenTable;
  readonly #socket: Socket;

  private constructor(directUrl: string, table: WrittenTable, socket: Socket) {
    this.#directUrl = directUrl;
    this.#table = table;
    this.#socket = socket;
  }

  /** @throws what the database says. */
  static async take(directUrl: string, table: WrittenTable): Promise<TableLock> {
    const socket = new Socket();
    const client = new Client({
      connectionString: directUrl,
      connectionTimeoutMillis: 5_000,
      stream: () => socket,
      application_name: 'harness lock',
    });
    client.on('error', () => {});
    try {
      await client.connect();
      await client.query('begin');
      // Conflicts with every write and no read: https://www.postgresql.org/docs/18/explicit-locking.html
      await client.query(`lock table public.${table} in exclusive mode`);
    } catch (error) {
      socket.destroy();
      throw error;
    }
    return new TableLock(directUrl, table, socket);
  }

  /** The sessions that wait for it now, as PostgreSQL numbers them. */
  waiting(): Promise<number[]> {
    return onPostgres(this.#directUrl, async (client) => {
      const { rows } = await client.query(
        'select pid from pg_locks where not granted and relation = $1::regclass',
        [`public.${this.#table}`],
      );
      return rows.map(({ pid }) => pid);
    });
  }

  /** Whether one of these sessions is over: whoever had it has hung up. */
  hasEnded(sessions: readonly number[]): Promise<boolean> {
    return onPostgres(this.#directUrl, async (client) => {
      const { rows } = await client.query('select pid from pg_stat_activity where pid = any ($1)', [
        sessions,
      ]);
      return rows.length < sessions.length;
    });
  }

  /** Lets go. Not politely: a frozen server would never take it; it sees the end when it can. */
  release(): void {
    this.#socket.destroy();
  }
}
