import type { Label } from 'allure-js-commons';
import { CRITERIA, criteriaAmong } from './criteria';
import type { ScenarioPlace } from './scenario-source';

const LABEL_TAG = /^@allure\.label\.([^:=]+)[:=](.+)$/;

/**
 * The labels of a scenario from its tags, inherited ones included, and from where it stands.
 * Of several values for one label the innermost wins (tags come outermost first); an underscore in a tag stands for a
 * blank. The story is the rule, unless a tag names another.
 */
export function allureLabels(tags: readonly string[], { feature, rule }: ScenarioPlace): Label[] {
  const single = new Map<string, string>();
  if (feature) single.set('feature', feature.name);
  if (rule) single.set('story', rule.name);
  const plain: string[] = [];
  for (const tag of tags) {
    const [, name, value] = LABEL_TAG.exec(tag) ?? [];
    if (name && value) single.set(name, value.replaceAll('_', ' '));
    else plain.push(tag.slice(1));
  }
  return [
    ...[...single].map(([name, value]) => ({ name, value })),
    ...[...new Set(plain)].map((value) => ({ name: 'tag', value })),
    ...criteriaAmong(tags).map((id) => ({ name: 'criterion', value: `${id} ${CRITERIA[id]}` })),
  ];
}
