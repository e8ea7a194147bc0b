/** Where a picture's data are drawn, in pixels. */
export interface Plot {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/**
 * The first lines of a picture that loads nothing, up to its white ground; `</svg>` closes it.
 * @param title escaped; what those are told who cannot see the picture.
 */
export function opening({ width, height }: { width: number; height: number }, title: string): string[] {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" font-family="system-ui,sans-serif" font-size="12">`,
    `<title>${title}</title>`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
  ];
}

/** Words at a point. @param text escaped. */
export function label(x: number, y: number, text: string, style = 'fill="#57606a"'): string {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${style}>${text}</text>`;
}

/** How a line is drawn. @param dashes empty for one without gaps. */
export function stroke(colour: string, width: number, dashes = ''): string {
  return `stroke="${colour}" stroke-width="${width}"${dashes && ` stroke-dasharray="${dashes}"`}`;
}

/**
 * Upright lines at whole steps of time, at most 17 of them, their seconds below, and what they count from.
 * @param x where so many milliseconds after the beginning are, in pixels.
 */
export function secondsAxis(plot: Plot, spanMs: number, x: (ms: number) => number, words: string): string[] {
  const stepMs = [100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000].find(
    (step) => spanMs / step <= 16,
  );
  const step = stepMs ?? Math.ceil(spanMs / 16);
  const ticks = Array.from({ length: Math.floor(spanMs / step) + 1 }, (_, index) => index * step);
  return [
    ...ticks.map((ms) => {
      const at = x(ms).toFixed(1);
      return `<line x1="${at}" y1="${plot.top}" x2="${at}" y2="${plot.bottom}" stroke="#eaeef2"/>${label(Number(at), plot.bottom + 16, String(ms / 1_000), 'text-anchor="middle" fill="#57606a"')}`;
    }),
    label((plot.left + plot.right) / 2, plot.bottom + 35, words, 'text-anchor="middle" fill="#57606a"'),
  ];
}

/** At most so many letters, the last an ellipsis where some are missing. Before escaping, not after. */
export function shortened(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

/** For text and attributes alike. */
export function escaped(text: string): string {
  const names: Readonly<Record<string, string>> = {
    '&': 'amp',
    '<': 'lt',
    '>': 'gt',
    '"': 'quot',
    "'": '#39',
  };
  // Control characters are not allowed in XML at all, not even escaped.
  const printable = Array.from(text, (letter) => (letter < ' ' ? ' ' : letter)).join('');
  return printable.replace(/[&<>"']/g, (letter) => `&${names[letter]};`);
}
