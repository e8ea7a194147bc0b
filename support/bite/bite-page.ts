import type { Finding } from './judge';
import type { CatalogueEntry } from './scenario-catalogue';

/** The table that the terminal shows, a line for each finding and one for each objection. */
export function findingLines({ variant, verdict, ran, expected, unexpected, objections }: Finding): string[] {
  const failed = `${expected.length} expected, ${unexpected.length} besides`;
  return [
    `${verdict.padEnd(9)} ${variant.name.padEnd(40)} ${String(ran).padStart(3)} run, failed: ${failed}`,
    ...objections.map((objection) => `          ${objection}`),
  ];
}

/** Scenarios of which no row was failed by any variant. */
export function unproved(
  catalogue: readonly CatalogueEntry[],
  findings: readonly Finding[],
): CatalogueEntry[] {
  const failed = new Set(findings.flatMap(({ expected, unexpected }) => [...expected, ...unexpected]));
  return catalogue.filter(({ rows }) => !rows.some((row) => failed.has(row)));
}

/** The same findings as a page of the documentation. */
export function bitePage(catalogue: readonly CatalogueEntry[], findings: readonly Finding[]): string {
  const bites = findings.filter(({ verdict }) => verdict === 'bites').length;
  const open = unproved(catalogue, findings);
  return [
    '# What bites',
    '',
    'Written by `npm run bite -- --write`. Each row is a defect that was put into the reference service on purpose, and',
    'the scenarios that noticed it. A scenario counts only when it failed with the words that its variant states.',
    '',
    `${bites} of ${findings.length} variants bite. ${catalogue.length - open.length} of ${catalogue.length} scenarios (an outline is one) have failed at least once.`,
    '',
    '| variant | what is wrong | run | failed as they must | failed besides | verdict |',
    '|---|---|--:|---|--:|---|',
    ...findings.map(
      ({ variant, verdict, ran, expected, unexpected }) =>
        `| ${variant.name} | ${variant.wrong} | ${ran} | ${expected.join('<br>')} | ${unexpected.length} | ${verdict} |`,
    ),
    '',
    '## Scenarios that no variant has failed',
    '',
    ...(open.length === 0 ? ['None.'] : open.map(({ rule, title }) => `- ${rule}: ${title}`)),
    '',
  ].join('\n');
}
