import type { Fault } from './fault';
import { servicePastTheProxy } from './looks';
import { endSessions } from './questions/end-sessions';
import { onPostgres } from './questions/on-postgres';
import { reloadPostgres } from './questions/reload-postgres';

const setting = 'default_transaction_read_only';
/** https://www.postgresql.org/docs/18/errcodes-appendix.html: read_only_sql_transaction. */
const readOnlyTransaction = '25006';

/** PostgreSQL answers reads and refuses writes, as after a switch to a standby; existing sessions are ended. */
export function readOnly(): Fault {
  let isBegun = false;
  return {
    name: 'read-only',
    fits: ['postgresql'],
    apply: ({ directUrl }) =>
      onPostgres(directUrl, async (client) => {
        isBegun = true;
        await client.query(`alter system set ${setting} = on`);
        await reloadPostgres(client);
        await endSessions(client);
      }),
    confirm: async (server) => {
      const seen = await writing(servicePastTheProxy(server));
      return { isConfirmed: seen === readOnlyTransaction, seen: `written past the proxy: ${seen}` };
    },
    heal: async ({ directUrl }) => {
      if (!isBegun) return;
      await onPostgres(directUrl, async (client) => {
        await client.query(`alter system reset ${setting}`);
        // Sessions opened meanwhile follow by themselves; ending them would be one more fault.
        await reloadPostgres(client);
      });
      isBegun = false;
    },
  };
}

/** Writes in a transaction that is never committed. @returns the error's code, or what else came of it. */
async function writing(url: string): Promise<string> {
  try {
    await onPostgres(url, async (client) => {
      // As the server would have it: the harness's own connections may write all the same.
      await client.query(`reset ${setting}`);
      await client.query('begin');
      await client.query('create table written_by_the_harness ()');
      await client.query('rollback');
    });
    return 'the server took it';
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    return code ?? message;
  }
}
