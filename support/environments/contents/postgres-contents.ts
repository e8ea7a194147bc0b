import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from 'pg';
import { onPostgres } from '../../faults/questions/on-postgres';
import { reloadPostgres } from '../../faults/questions/reload-postgres';

const closingGraceMs = 1000;

/** Somebody who may log in. */
export interface Login {
  readonly user: string;
  readonly password: string;
}

/** What stands in a PostgreSQL, wherever it runs. */
export class PostgresContents {
  readonly #directUrl: string;
  readonly #app: Login;

  /**
   * @param directUrl of a superuser, to the service's database.
   * @param app the service's user.
   */
  constructor(directUrl: string, app: Login) {
    this.#directUrl = directUrl;
    this.#app = app;
  }

  /** Empties it, and puts settings, user and password back. */
  async reset(): Promise<void> {
    await onPostgres(this.#directUrl, async (client) => {
      await this.#restoreSettings(client);
      const tables = await tablesOf(client);
      if (tables.length === 0) return;
      // A session that was left inside a transaction would hold this up for ever.
      await client.query(`set lock_timeout = '3s'`);
      await client.query(`truncate ${tables.join(', ')} restart identity cascade`);
    });
  }

  /** Rows and sessions that are still there. */
  async leftovers(): Promise<string[]> {
    return onPostgres(this.#directUrl, async (client) => {
      const found: string[] = [];
      for (const table of await tablesOf(client)) {
        const rows = Number((await client.query(`select count(*) as rows from ${table}`)).rows[0].rows);
        if (rows > 0) found.push(`postgresql: ${rows} ${rows === 1 ? 'row' : 'rows'} in ${table}`);
      }
      return [...found, ...(await this.#openSessions(client))];
    });
  }

  async #restoreSettings(client: Client): Promise<void> {
    const { rows } = await client.query(
      `select count(*)::int as altered from pg_file_settings where sourcefile like '%/postgresql.auto.conf'`,
    );
    if (rows[0].altered > 0) {
      await client.query('alter system reset all');
      await reloadPostgres(client);
    }
    const { user, password } = this.#app;
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
        [this.#app.user],
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
