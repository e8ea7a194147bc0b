import type { Result } from './results';

/** A page that the entry page leads to. */
export interface Destination {
  readonly href: string;
  readonly title: string;
  readonly what: string;
}

/** The verdicts in the order in which they matter to whoever opens the page. */
const ORDER = [
  'failed',
  'compromised',
  'inconclusive',
  'hook-failed',
  'not-implemented',
  'unfinished',
  'passed',
  'skipped',
];

/** The first page of the reports folder: what came out, and where to read more. Nothing is loaded from elsewhere. */
export function entryPage(
  results: readonly Result[],
  destinations: readonly Destination[],
  madeAt: Date,
): string {
  const counts = new Map<string, number>();
  for (const { verdict } of results) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  const verdicts = [...counts].sort(([one], [other]) => rank(one) - rank(other));
  const passed = counts.get('passed') ?? 0;
  const skipped = counts.get('skipped') ?? 0;
  const red = results.length - passed - skipped;
  const headline =
    red > 0 ? `${red} of ${results.length} scenarios did not pass` : headlineOf(passed, skipped);
  const rows = verdicts.map(
    ([verdict, count]) => `<tr><td>${count}</td><td>${verdict.replaceAll('-', ' ')}</td></tr>`,
  );
  const links = destinations.map(
    ({ href, title, what }) => `<li><a href="${href}">${title}</a> ${what}</li>`,
  );
  return `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Resilience specification: ${headline}</title><style>${STYLE}</style></head><body>
<h1>Resilience specification</h1>
<p class="${red > 0 || passed === 0 ? 'red' : 'green'}">${headline}</p>
<table>${rows.join('')}</table>
<ul>${links.join('\n')}</ul>
<p class="made">made ${madeAt.toISOString().slice(0, 16).replace('T', ' ')} UTC from ${results.length} results</p>
</body></html>
`;
}

function headlineOf(passed: number, skipped: number): string {
  return skipped > 0
    ? `${passed} scenarios passed, ${skipped} were skipped`
    : `All ${passed} scenarios passed`;
}

function rank(verdict: string): number {
  const index = ORDER.indexOf(verdict);
  return index < 0 ? ORDER.length : index;
}

const STYLE = `
body{font:16px/1.5 system-ui,sans-serif;max-width:44em;margin:3em auto;padding:0 1em;color:#1b1f24;background:#fff}
.red,.green{font-size:1.3em;font-weight:600;padding:.4em .7em;border-left:6px solid}
.red{border-color:#cf222e;background:#ffebe9}.green{border-color:#1a7f37;background:#dafbe1}
td:first-child{text-align:right;padding-right:1em;font-variant-numeric:tabular-nums}.made{color:#57606a;font-size:.85em}
`.trim();
