import { askClickhouseFor } from '../../faults/questions/ask-clickhouse';

/** What stands in a ClickHouse, wherever it runs. */
export class ClickhouseContents {
  readonly #directUrl: string;

  constructor(directUrl: string) {
    this.#directUrl = directUrl;
  }

  /** Empties it. */
  async reset(): Promise<void> {
    for (const table of await this.#tables()) await this.#ask(`TRUNCATE TABLE ${table} SYNC`);
  }

  /** Rows that are still there. */
  async leftovers(): Promise<string[]> {
    const found: string[] = [];
    for (const table of await this.#tables()) {
      const rows = Number(await this.#ask(`SELECT count() FROM ${table}`));
      if (rows > 0) found.push(`clickhouse: ${rows} ${rows === 1 ? 'row' : 'rows'} in ${table}`);
    }
    return found;
  }

  async #tables(): Promise<string[]> {
    const names = await this.#ask("SELECT name FROM system.tables WHERE database = 'default' ORDER BY name");
    return names.split('\n').filter(Boolean);
  }

  #ask(query: string): Promise<string> {
    return askClickhouseFor(this.#directUrl, query);
  }
}
