import type { Selection } from './feature-run';
import type { CatalogueEntry } from './scenario-catalogue';
import type { Variant } from './variant';

/** The scenarios to run for a variant: the Rules of those that must fail, or those alone. */
export function selectionFor(
  { mustFail, runs = 'rules', tags }: Pick<Variant, 'mustFail' | 'runs' | 'tags'>,
  catalogue: readonly CatalogueEntry[],
): Selection {
  const named = Object.keys(mustFail);
  if (runs === 'named') return { titles: named, tags };
  const lawOf = ({ feature, rule }: CatalogueEntry): string => `${feature}: ${rule}`;
  const laws = new Set(catalogue.filter(({ rows }) => rows.some((row) => named.includes(row))).map(lawOf));
  return { titles: catalogue.filter((entry) => laws.has(lawOf(entry))).flatMap(({ rows }) => rows), tags };
}
