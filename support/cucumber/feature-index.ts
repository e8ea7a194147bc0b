import type { GherkinDocument } from '@cucumber/messages';
import { CRITERIA, criteriaAmong } from './criteria';

/** A feature file and where it is, relative to the page that indexes it. */
export interface IndexedFeature {
  readonly href: string;
  readonly document: GherkinDocument;
}

/** features/README.md: which rule, in which feature, shows which criterion. Pure; a test holds the file to it. */
export function featureIndex(features: readonly IndexedFeature[]): string {
  const shown = features.flatMap(({ href, document: { feature } }) =>
    (feature?.children ?? []).flatMap(({ rule }) => {
      if (!rule) return [];
      const tags = [
        ...(feature?.tags ?? []),
        ...rule.tags,
        ...rule.children.flatMap(({ scenario }) => scenario?.tags ?? []),
      ];
      return criteriaAmong(tags.map(({ name }) => name)).map((id) => ({
        id,
        rule: rule.name,
        place: href,
        feature: feature?.name,
      }));
    }),
  );
  const ids = Object.keys(CRITERIA).filter((id) => shown.some((row) => row.id === id));
  const rows = ids.flatMap((id) =>
    shown
      .filter((row) => row.id === id)
      .map(({ rule, place, feature }, index) => {
        const [first, sentence] = index === 0 ? [id, CRITERIA[id]] : ['', ''];
        return `| ${first} | ${sentence} | [${cell(rule)}](${place}) | ${cell(feature ?? '')} |`;
      }),
  );
  return `# What is specified, and where

Made by \`npm run index:features\`; do not edit. Run one criterion with \`npm run bdd -- --tags @CB-1\`.

${features.length} features show ${ids.length} of ${Object.keys(CRITERIA).length} criteria; the others are not shown by a scenario.
${notRun(shown)}
| id | criterion | rule | feature |
|---|---|---|---|
${rows.join('\n')}
`;
}

/** What a run by itself does not show: features in a folder of their own are run by its name. */
function notRun(shown: readonly { id: string; place: string }[]): string {
  const folders = [...new Set(shown.flatMap(({ place }) => folderOf(place) ?? []))];
  return folders
    .map((folder) => {
      const alone = [...new Set(shown.map(({ id }) => id))].filter((id) =>
        shown.every((row) => row.id !== id || folderOf(row.place) === folder),
      );
      const only = alone.length > 0 ? `; ${alone.join(', ')} stand there alone` : '';
      return `What is in \`${folder}/\` is run only by \`npm run bdd -- features/${folder}\`${only}.\n`;
    })
    .join('');
}

function folderOf(place: string): string | undefined {
  return place.includes('/') ? place.split('/')[0] : undefined;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
