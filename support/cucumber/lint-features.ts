import { readFileSync, writeFileSync } from 'node:fs';
import { featureFiles, parseFeature } from './feature-file';
import { lintFeature } from './feature-lint';

/** `npm run lint:features [-- --fix]`: prints `file:line: message` for each finding. @returns the exit code. */
async function main(words: readonly string[]): Promise<number> {
  const isFixing = words.includes('--fix');
  const given = words.filter((word) => !word.startsWith('-'));
  // Loaded late and by import(): an ES module, and slow enough to notice.
  const { pretty } = await import('@cucumber/gherkin-utils');
  let findings = 0;
  const report = (file: string, line: number, message: string) => {
    findings += 1;
    console.log(`${file}:${line}: ${message}`);
  };
  const files = given.length > 0 ? given : featureFiles('features');
  for (const file of files) {
    const text = readFileSync(file, 'utf8');
    try {
      const document = parseFeature(text);
      for (const { line, message } of lintFeature(document)) report(file, line, message);
      const formatted = pretty(document, 'gherkin');
      if (formatted === text) continue;
      if (isFixing) writeFileSync(file, formatted);
      else
        report(
          file,
          firstDifference(text, formatted),
          'must be formatted; run "npm run lint:features -- --fix"',
        );
    } catch (error) {
      report(file, 1, `must be Gherkin: ${error instanceof Error ? error.message : error}`);
    }
  }
  console.log(`${files.length} feature files, ${findings} findings`);
  return findings > 0 ? 1 : 0;
}

function firstDifference(text: string, formatted: string): number {
  const wanted = formatted.split('\n');
  return text.split('\n').findIndex((line, index) => line !== wanted[index]) + 1 || wanted.length;
}

main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
