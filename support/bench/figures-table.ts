import { type Figure, isWithinTarget } from './figure';

/** The figures as lines for a terminal. */
export function figuresTable(figures: readonly Figure[]): string {
  const width = Math.max(...figures.map(({ name }) => name.length));
  return figures
    .map((figure) => {
      const values = Object.entries(figure.values).map(([name, value]) => spoken(name, value));
      return `${figure.name.padEnd(width)}  ${values.join(', ')}${promise(figure)}`;
    })
    .join('\n');
}

function promise(figure: Figure): string {
  const { target } = figure;
  if (!target) return '';
  const verdict = isWithinTarget(figure) ? 'kept' : 'MISSED';
  return `  [target ${spoken(target.value, target.belowMs, 'below ')}: ${verdict}]`;
}

/** `p50Ms` 3012.4 is `p50 3012 ms`. */
function spoken(name: string, value: number, before = ''): string {
  const isMs = name.endsWith('Ms');
  const words = (isMs ? name.slice(0, -2) : name)
    .replace(/([A-Z])/g, ' $1')
    .toLowerCase()
    .trim();
  return `${words} ${before}${rounded(value)}${isMs ? ' ms' : ''}`;
}

/** Three digits that mean something, at least. */
function rounded(value: number): string {
  if (Number.isInteger(value) || Math.abs(value) >= 100) return String(Math.round(value));
  return value.toFixed(Math.abs(value) >= 10 ? 1 : Math.abs(value) >= 1 ? 2 : 3);
}
