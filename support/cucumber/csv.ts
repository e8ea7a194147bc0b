/** Rows as CSV, quoted so that commas, quotes and line breaks stay inside their cell (RFC 4180). */
export function csv(rows: readonly (readonly string[])[]): string {
  const quoted = (cell: string) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  return `${rows.map((row) => row.map(quoted).join(',')).join('\n')}\n`;
}
