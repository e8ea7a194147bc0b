import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { AstBuilder, GherkinClassicTokenMatcher, Parser } from '@cucumber/gherkin';
import type { GherkinDocument } from '@cucumber/messages';

/** Parses a feature file's text. @throws the parser's own errors, which name line and column. */
export function parseFeature(text: string): GherkinDocument {
  let count = 0;
  const parser = new Parser(new AstBuilder(() => String(++count)), new GherkinClassicTokenMatcher());
  return parser.parse(text) as unknown as GherkinDocument;
}

/** The feature files under a folder, sorted; none when there is no such folder. */
export function featureFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.feature'))
    .map((name) => join(folder, name))
    .sort();
}
