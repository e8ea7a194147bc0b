import { fullestWindow } from '../probes/backoff/fullest-window';
import type { EvidenceAttachment } from './journal-page';
import { escaped, label, opening, secondsAxis, shortened } from './svg';

/** What is drawn. Times are milliseconds on one clock, on whatever origin. */
export interface Arrivals {
  readonly title: string;
  /** For each client when its attempts arrived, in order. */
  readonly clients: readonly (readonly number[])[];
  /** Moments worth a mark: `{ atMs, label: 'Retry-After is over' }`. */
  readonly marks?: readonly { readonly atMs: number; readonly label: string }[];
}

const windowMs = 50;
const [width, height] = [900, 320];
const plot = { left: 92, right: 768, top: 58, bottom: 276 };
// More lanes would be too thin to read; what comes later is said, not drawn.
const mostLanes = 10;

/**
 * The arrivals at a provider as an SVG of 900 x 320 that loads nothing: one lane for each attempt, in it the clients that
 * arrived in each 50 ms. Each lane has a scale of its own, since the first attempt comes all at once and would flatten
 * the others. Beside it stands what its fullest window holds, wherever that lies: the spread that is checked.
 */
export function arrivalsPicture(arrivals: Arrivals): EvidenceAttachment {
  return { fileName: 'Arrivals', mediaType: 'image/svg+xml', body: picture(arrivals) };
}

function picture({ title, clients, marks = [] }: Arrivals): string {
  const attempts = clients.reduce((most, times) => Math.max(most, times.length), 0);
  const lanes = Array.from({ length: Math.min(attempts, mostLanes) }, (_, attempt) =>
    clients.flatMap((times) => times[attempt] ?? []),
  );
  const all = lanes.flat();
  const startMs = all.reduce((earliest, each) => Math.min(earliest, each), all[0] ?? 0);
  const endMs = [...all, ...marks.map(({ atMs }) => atMs)].reduce(
    (last, each) => Math.max(last, each),
    startMs,
  );
  const spanMs = Math.max(1_000, Math.ceil((endMs - startMs + windowMs) / 500) * 500);
  const x = (ms: number): number => plot.left + ((plot.right - plot.left) * (ms - startMs)) / spanMs;
  const laneHeight = (plot.bottom - plot.top) / Math.max(1, lanes.length);
  const hidden = attempts > mostLanes ? `, the first ${mostLanes} of ${attempts} attempts` : '';
  const text = `${clients.length} clients${hidden}; arrivals in each ${windowMs} ms`;
  return [
    ...opening({ width, height }, `${escaped(title)}: ${text}`),
    label(16, 24, escaped(shortened(title, 95)), 'font-size="16" font-weight="600" fill="#1b1f24"'),
    label(16, 44, text),
    label(width - 12, 44, `fullest ${windowMs} ms`, 'text-anchor="end" fill="#57606a"'),
    ...secondsAxis(plot, spanMs, (ms) => x(startMs + ms), 'seconds since the first arrival'),
    ...lanes.flatMap((times, index) =>
      lane(times, index, plot.top + laneHeight * (index + 1), laneHeight, startMs, x),
    ),
    ...(lanes.length === 0 ? [label(plot.left + 12, (plot.top + plot.bottom) / 2, 'nothing arrived')] : []),
    ...marks.flatMap(({ atMs, label: words }, index) => mark(x(atMs), words, index)),
    '</svg>',
    '',
  ].join('\n');
}

/** One attempt: its name, its windows as bars in a single path, the share of its fullest. */
function lane(
  times: readonly number[],
  index: number,
  floorY: number,
  laneHeight: number,
  startMs: number,
  x: (ms: number) => number,
): string[] {
  const counts = new Map<number, number>();
  for (const each of times) {
    const window = Math.floor((each - startMs) / windowMs);
    counts.set(window, (counts.get(window) ?? 0) + 1);
  }
  const most = Math.max(1, ...counts.values());
  const bars = [...counts].map(([window, count]) => {
    const fromMs = startMs + window * windowMs;
    const barHeight = (0.84 * laneHeight * count) / most;
    // At least a pixel and a half, so that a burst that is alone in its lane cannot be overlooked.
    const barWidth = Math.max(1.5, x(fromMs + windowMs) - x(fromMs));
    return `M${x(fromMs).toFixed(1)} ${floorY.toFixed(1)}v${(-barHeight).toFixed(1)}h${barWidth.toFixed(1)}v${barHeight.toFixed(1)}z`;
  });
  const middleY = floorY - laneHeight / 2 + 4;
  const fullest = fullestWindow(Float64Array.from(times).sort(), windowMs);
  const share =
    times.length === 0
      ? ''
      : `${fullest} of ${times.length} (${Math.round((100 * fullest) / times.length)} %)`;
  const colour = index === 0 ? '#8c959f' : '#0969da';
  return [
    `<line x1="${plot.left}" y1="${floorY.toFixed(1)}" x2="${plot.right}" y2="${floorY.toFixed(1)}" stroke="#d0d7de"/>`,
    label(plot.left - 10, middleY, `attempt ${index + 1}`, 'text-anchor="end" fill="#1b1f24"'),
    `<path fill="${colour}" d="${bars.join('')}"/>`,
    label(width - 12, middleY, share, 'text-anchor="end" fill="#1b1f24"'),
  ];
}

/** A dashed line and its words, which change sides so as to stay inside, and rows so as not to cover each other. */
function mark(x: number, words: string, index: number): string[] {
  const isLeft = x < (plot.left + plot.right) / 2;
  const anchor = isLeft ? 'start' : 'end';
  const y = plot.top + 10 + 13 * (index % 3);
  return [
    `<line x1="${x.toFixed(1)}" y1="${plot.top - 4}" x2="${x.toFixed(1)}" y2="${plot.bottom}" stroke="#bc4c00" stroke-width="1.5" stroke-dasharray="4 3"/>`,
    label(
      x + (isLeft ? 5 : -5),
      y,
      escaped(shortened(words, 50)),
      `text-anchor="${anchor}" fill="#bc4c00" stroke="#fff" stroke-width="3" paint-order="stroke"`,
    ),
  ];
}
