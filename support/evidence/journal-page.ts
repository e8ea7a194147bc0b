import type { JournalEntry, Lane } from './journal';

/** How many entries the page shows at most; of a longer history the first and the last half, and how many lie between. */
const MOST_ENTRIES = 200;

/** Something to attach to a scenario. */
export interface EvidenceAttachment {
  readonly fileName: string;
  readonly mediaType: string;
  readonly body: string;
}

const LANES: readonly Lane[] = ['scenario', 'fault', 'user', 'provider', 'breaker', 'service'];

/**
 * A scenario's history as a page that a person can read: milliseconds since its first entry, the lane, who, what.
 * Self-contained: no script, nothing loaded. The report shows it in a frame of its own.
 */
export function journalPage(
  entries: readonly JournalEntry[],
  mostEntries = MOST_ENTRIES,
): EvidenceAttachment {
  return { fileName: 'Journal', mediaType: 'text/html', body: page(entries, mostEntries) };
}

/** The whole history for machines, nothing left out. */
export function journalJson(entries: readonly JournalEntry[]): EvidenceAttachment {
  return {
    fileName: 'Journal for machines',
    mediaType: 'application/json',
    // A line for each: shorter than indented, and still to be read and compared.
    body: `[\n${entries.map((entry) => JSON.stringify(entry)).join(',\n')}\n]\n`,
  };
}

function page(entries: readonly JournalEntry[], mostEntries: number): string {
  const startMs = entries[0]?.atMs ?? 0;
  const half = Math.floor(mostEntries / 2);
  const isLong = entries.length > mostEntries;
  const rows = isLong
    ? [
        ...entries.slice(0, half).map((entry) => row(entry, startMs)),
        gap(entries.slice(half, -half)),
        ...entries.slice(-half).map((entry) => row(entry, startMs)),
      ]
    : entries.map((entry) => row(entry, startMs));
  return `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Journal</title><style>${STYLE}</style></head><body>
<p>${entries.length} ${entries.length === 1 ? 'entry' : 'entries'}${countsByLane(entries)}</p>
<table><thead><tr><th>ms</th><th>lane</th><th>who</th><th>what</th></tr></thead><tbody>
${rows.join('\n')}
</tbody></table></body></html>
`;
}

function row({ atMs, lane, subject, event }: JournalEntry, startMs: number): string {
  const cells = `<td>${(atMs - startMs).toFixed(1)}</td><td>${escaped(lane)}</td><td>${escaped(subject)}</td>`;
  return `<tr class="${escaped(lane)}">${cells}<td>${escaped(event)}</td></tr>`;
}

function gap(between: readonly JournalEntry[]): string {
  return `<tr class="gap"><td></td><td colspan="3">... ${between.length} entries in between${countsByLane(between)}</td></tr>`;
}

function countsByLane(entries: readonly JournalEntry[]): string {
  const counts = LANES.map((lane) => ({
    lane,
    count: entries.filter((entry) => entry.lane === lane).length,
  }));
  const some = counts.filter(({ count }) => count > 0).map(({ lane, count }) => `${lane} ${count}`);
  return some.length > 0 ? ` (${some.join(', ')})` : '';
}

function escaped(text: string): string {
  const names: Readonly<Record<string, string>> = {
    '&': 'amp',
    '<': 'lt',
    '>': 'gt',
    '"': 'quot',
    "'": '#39',
  };
  return text.replace(/[&<>"']/g, (letter) => `&${names[letter]};`);
}

// The page is framed by reports of either brightness, so that it brings its own background.
const STYLE = `
body{font:13px/1.45 system-ui,sans-serif;margin:12px;background:#fff;color:#1b1f24}
p{color:#57606a;margin:0 0 8px}table{border-collapse:collapse;width:100%}
th{text-align:left;color:#57606a;font-weight:600}th,td{padding:2px 10px 2px 6px;vertical-align:top}
tr{border-left:4px solid #d0d7de}tbody tr:nth-child(even){background:#f6f8fa}
th:first-child,td:first-child{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
td:nth-child(2),td:nth-child(3){white-space:nowrap}td:last-child{width:100%;overflow-wrap:anywhere}
tr.fault{border-left-color:#cf222e}tr.user{border-left-color:#0969da}tr.provider{border-left-color:#8250df}
tr.breaker{border-left-color:#bf8700}tr.service{border-left-color:#1a7f37}tr.gap{color:#57606a;font-style:italic}
`.trim();
