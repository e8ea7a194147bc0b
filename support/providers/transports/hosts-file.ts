import { readFileSync, renameSync, writeFileSync } from 'node:fs';

/** The names that a service in a process of its own can resolve, in the format of /etc/hosts. All are 127.0.0.1. */
export class HostsFile {
  readonly #names = new Set<string>();

  constructor(readonly path: string) {
    this.#write();
  }

  add(name: string): void {
    if (this.#names.has(name)) return;
    this.#names.add(name);
    this.#write();
  }

  remove(name: string): void {
    if (this.#names.delete(name)) this.#write();
  }

  /** Looks into the file itself, as a service does. */
  resolves(name: string): boolean {
    return readFileSync(this.path, 'utf8').split(/\s+/u).includes(name);
  }

  /** By renaming, so that nobody reads half a file. Done when it returns: a fault must hold at once. */
  #write(): void {
    const lines = [...this.#names].map((name) => `127.0.0.1 ${name}\n`);
    writeFileSync(`${this.path}.new`, lines.join(''));
    renameSync(`${this.path}.new`, this.path);
  }
}
