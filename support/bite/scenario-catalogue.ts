import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Scenario } from '@cucumber/messages';
import { featureFiles, parseFeature } from '../cucumber/feature-file';

/** A scenario as it stands in a feature file; an outline is one, whose rows are its titles. */
export interface CatalogueEntry {
  readonly feature: string;
  readonly rule: string;
  /** As written, placeholders included. */
  readonly title: string;
  /** What Cucumber calls its runs: the title itself, or one for each row. */
  readonly rows: readonly string[];
}

/** Every scenario of the features under a folder, in the order of the files. @throws when a file is no Gherkin. */
export function scenarioCatalogue(folder: string): CatalogueEntry[] {
  return featureFiles(join(folder, 'features')).flatMap((file) => {
    const { feature } = parseFeature(readFileSync(file, 'utf8'));
    const entry = (rule: string, scenario: Scenario): CatalogueEntry => ({
      feature: feature?.name ?? file,
      rule,
      title: scenario.name,
      rows: rowsOf(scenario),
    });
    return (feature?.children ?? []).flatMap((child) => [
      ...(child.scenario ? [entry('', child.scenario)] : []),
      ...(child.rule?.children ?? []).flatMap(({ scenario }) =>
        scenario ? [entry(child.rule?.name ?? '', scenario)] : [],
      ),
    ]);
  });
}

function rowsOf({ name, examples }: Scenario): string[] {
  if (examples.length === 0) return [name];
  return examples.flatMap(({ tableHeader, tableBody }) =>
    tableBody.map(({ cells }) =>
      (tableHeader?.cells ?? []).reduce(
        (title, { value }, column) => title.replaceAll(`<${value}>`, cells[column]?.value ?? ''),
        name,
      ),
    ),
  );
}
