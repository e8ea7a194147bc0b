import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import type { Variant } from './variant';

const leftOut = new Set(['.git', 'allure-results', 'node_modules', 'reports']);

/** The project in a temporary folder, where one variant at a time takes the place of what stands. */
export class ProjectCopy implements Disposable {
  readonly folder: string;

  /** @param project the folder to copy; its installed packages are linked to, generated files left behind. */
  constructor(project: string) {
    this.folder = mkdtempSync(join(tmpdir(), 'bite-'));
    cpSync(project, this.folder, {
      recursive: true,
      filter: (source) => dirname(source) !== resolve(project) || !leftOut.has(basename(source)),
    });
    symlinkSync(resolve(project, 'node_modules'), join(this.folder, 'node_modules'));
  }

  /**
   * Puts the variant in place.
   * @returns what takes it out again.
   * @throws when it no longer applies: the text to be replaced must occur exactly once.
   */
  apply({ file, find, replace }: Pick<Variant, 'file' | 'find' | 'replace'>): Disposable {
    const path = join(this.folder, file);
    const text = readFileSync(path, 'utf8');
    const occurrences = text.split(find).length - 1;
    if (occurrences !== 1) {
      throw new Error(
        `${file} must contain the variant's text exactly once, got ${occurrences} times: ${JSON.stringify(find)}; ` +
          'bring the variant up to date with the code',
      );
    }
    writeFileSync(
      path,
      text.replace(find, () => replace),
    );
    return { [Symbol.dispose]: () => writeFileSync(path, text) };
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}
