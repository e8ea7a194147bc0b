import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { offlinePage } from './offline-page';

/**
 * Makes the Allure report as one file that opens from disk and calls nobody.
 * @returns the path of the page.
 * @throws when Allure fails or leaves no page; its own exit code says nothing about either.
 */
export function allureReport(resultsDir: string, reportsDir: string): string {
  const scratch = mkdtempSync(join(tmpdir(), 'allure-'));
  try {
    const cli = join('node_modules', 'allure', 'cli.js');
    const words = [cli, 'generate', '--config', 'allurerc.mjs', '--output', scratch, resolve(resultsDir)];
    const { status, stderr, stdout } = spawnSync(process.execPath, words, { encoding: 'utf8' });
    const made = join(scratch, 'index.html');
    if (status !== 0 || !existsSync(made))
      throw new Error(
        `Allure must make a report of ${resultsDir}; it ended with ${status}: ${stderr || stdout}`,
      );
    const page = join(reportsDir, 'allure', 'index.html');
    mkdirSync(join(reportsDir, 'allure'), { recursive: true });
    writeFileSync(page, offlinePage(readFileSync(made, 'utf8')));
    return page;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
