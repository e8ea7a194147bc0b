import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Log } from '../telemetry/log';
import { demandUsers, type UserConfiguration } from './user';

/**
 * A file with the list of users, which is looked at again and again: who is struck off is out after the next look, whatever
 * else of the service is out. A list that cannot be read changes nothing; staff are called once.
 */
export class UsersFile {
  readonly #path: string;
  readonly #log: Log;
  readonly #onChange: (users: readonly UserConfiguration[]) => void;
  #text: string;
  #timer: NodeJS.Timeout | undefined;
  #isUnreadable = false;

  /** @throws a message saying what is wrong, when the list cannot be read at the start. */
  constructor(path: string, log: Log, onChange: (users: readonly UserConfiguration[]) => void) {
    this.#path = path;
    this.#log = log;
    this.#onChange = onChange;
    this.#text = contentOf(path);
    onChange(usersIn(this.#text, path));
  }

  /** Looks at it so often, until `stop`. */
  watch(everyMs: number): void {
    this.#timer = setInterval(() => void this.look(), everyMs);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Looks at it now. */
  async look(): Promise<void> {
    try {
      const text = await readFile(this.#path, 'utf8');
      if (text === this.#text && !this.#isUnreadable) return;
      const users = usersIn(text, this.#path);
      this.#text = text;
      this.#isUnreadable = false;
      this.#onChange(users);
      this.#log.info({ event: 'users.changed', users: users.length }, 'the list of users was read anew');
    } catch (error) {
      if (this.#isUnreadable) return;
      this.#isUnreadable = true;
      const line = {
        event: 'users.unreadable',
        alert: true,
        class: 'persistent',
        cause: (error as Error).message,
      };
      this.#log.error(line, 'the list of users cannot be read; the last one that could stays in force');
    }
  }
}

function contentOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new Error(`usersFile must name a file that can be read: ${(error as Error).message}`);
  }
}

/** @throws what is wrong with it, without any of its content. */
function usersIn(text: string, path: string): UserConfiguration[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    // The message of the parser shows a piece of the text, and with it perhaps of a token.
    throw new Error(`${path} must hold a list of users as JSON`);
  }
  demandUsers(parsed);
  return parsed;
}
