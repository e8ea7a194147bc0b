import { existsSync, readdirSync } from 'node:fs';
import { join, sep } from 'node:path';

const folders = ['support', 'reference-service', 'reporting'];
const passedOver = /(^|\/)(node_modules|fixtures)\//;

/**
 * The test files of the project, sorted, relative to `root` and with slashes. Those of fixtures are not the project's.
 * @param root the project's folder.
 * @param parts only files whose name has at least one of these in it; none: all.
 * @throws when there is no such file.
 */
export function testFiles(root: string, parts: readonly string[]): string[] {
  const all = folders
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
        join(folder, name).split(sep).join('/'),
      ),
    )
    .filter((file) => file.endsWith('.test.ts') && !passedOver.test(file))
    .sort();
  const chosen = parts.length === 0 ? all : all.filter((file) => parts.some((part) => file.includes(part)));
  if (chosen.length > 0) return chosen;
  const wanted = parts.length === 0 ? '' : ` whose name has ${parts.map((part) => `"${part}"`).join(' or ')}`;
  throw new Error(
    `There must be a test file to run (*.test.ts in ${folders.join(', ')})${wanted}; ` +
      `got none of ${all.length}; name another part of a file's name, or none`,
  );
}
