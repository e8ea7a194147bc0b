import type { Background, GherkinDocument, Rule, Scenario, Step, Tag } from '@cucumber/messages';
import { CRITERIA } from './criteria';

/** Something in a feature file that the house style does not allow. */
export interface Finding {
  readonly line: number;
  readonly message: string;
}

const ALLOWED_TAG = /^@(allure\.label\.[a-zA-Z]+:\S+|needs:(postgresql|redis|clickhouse)|own-process|alone)$/;
const PRONOUN = /^(?:I|we|you|he|she|it|they|this|that|these|those)\b|\bI\b/;
const NOT_AN_OUTCOME = /\b(should|tests?|testing|verif(?:y|ies|ied))\b/i;
const MOST_TITLE_WORDS = 12;
const MOST_STEPS = 5;
/** Given is state, When is an event, Then is an observation: each comes after the one before. */
const ORDER = ['Context', 'Action', 'Outcome'];

/** What the house style has against a feature file, by line. Pure. */
export function lintFeature({ feature }: GherkinDocument): Finding[] {
  if (!feature) return [{ line: 1, message: 'a feature file must hold a feature' }];
  const rules = feature.children.flatMap(({ rule }) => (rule ? [rule] : []));
  const nested = rules.flatMap(({ children }) => children);
  const scenarios = [...feature.children, ...nested].flatMap(({ scenario }) => (scenario ? [scenario] : []));
  const backgrounds = [...feature.children, ...nested].flatMap(({ background }) =>
    background ? [background] : [],
  );
  const strays = feature.children.flatMap(({ scenario }) => (scenario ? [scenario] : []));
  return [
    ...tagFindings(feature.tags),
    ...strays.map(({ name, location }) =>
      at(location, `scenario "${name}" must stand under a Rule, whose example it is`),
    ),
    ...rules.flatMap(ruleFindings),
    ...scenarios.flatMap(scenarioFindings),
    ...backgrounds.flatMap(backgroundFindings),
    ...repeated('scenario', scenarios),
    ...repeated('rule', rules),
  ].sort((one, other) => one.line - other.line);
}

function ruleFindings({ name, tags, location }: Rule): Finding[] {
  const findings = tagFindings(tags);
  if (!tags.some((tag) => tag.name.slice(1) in CRITERIA))
    findings.push(at(location, `rule "${name}" must carry the id of a criterion, such as @CB-1`));
  if (name.trim().split(/\s+/).length < 3 || !/^[A-Z0-9"]/.test(name) || /\b(rules?|tests?)$/i.test(name))
    findings.push(at(location, `rule "${name}" must be a sentence that can be false, begun with a capital`));
  return findings;
}

function scenarioFindings({ name, tags, location, steps, examples }: Scenario): Finding[] {
  const findings = [...tagFindings(tags), ...examples.flatMap((example) => tagFindings(example.tags))];
  const words = name.trim().split(/\s+/).filter(Boolean).length;
  if (words === 0 || words > MOST_TITLE_WORDS)
    findings.push(at(location, `a title must have 1 to ${MOST_TITLE_WORDS} words, got ${words}: "${name}"`));
  const [weasel] = NOT_AN_OUTCOME.exec(name) ?? [];
  if (weasel)
    findings.push(at(location, `a title must state the outcome, so it does without "${weasel}": "${name}"`));
  if (steps.length > MOST_STEPS)
    findings.push(
      at(location, `a scenario must have at most ${MOST_STEPS} steps, got ${steps.length}: "${name}"`),
    );
  if (examples.length > 1)
    for (const example of examples.filter(({ name }) => name === ''))
      findings.push(at(example.location, 'Examples must say why their rows belong together'));
  return [...findings, ...orderFindings(name, steps, location), ...steps.flatMap(subjectFindings)];
}

function orderFindings(name: string, steps: readonly Step[], location: Scenario['location']): Finding[] {
  const types = steps.map(({ keywordType }) => String(keywordType));
  const whens = types.filter((type) => type === 'Action').length;
  const thens = types.filter((type) => type === 'Outcome').length;
  const findings: Finding[] = [];
  if (whens !== 1) findings.push(at(location, `a scenario must have one When, got ${whens}: "${name}"`));
  if (thens === 0) findings.push(at(location, `a scenario must observe something in a Then: "${name}"`));
  let reached = 0;
  for (const [index, type] of types.entries()) {
    const place = ORDER.indexOf(type);
    const step = steps[index];
    if (place < 0 || !step) continue;
    if (place < reached)
      findings.push(at(step.location, `${step.keyword.trim()} must not come so late: Given, When, Then`));
    reached = Math.max(reached, place);
  }
  if (steps[0] && ORDER.indexOf(types[0] ?? '') < 0)
    findings.push(at(steps[0].location, 'the first step must begin with Given, When or Then'));
  return findings;
}

function backgroundFindings({ steps }: Background): Finding[] {
  const notState = steps.filter(({ keywordType }) => ['Action', 'Outcome'].includes(String(keywordType)));
  const late = notState.map(({ location }) => at(location, 'a Background must hold state only: Given'));
  return [...late, ...steps.flatMap(subjectFindings)];
}

function subjectFindings({ text, location }: Step): Finding[] {
  const [pronoun] = PRONOUN.exec(text) ?? [];
  return pronoun ? [at(location, `a step must name its subject instead of "${pronoun}": "${text}"`)] : [];
}

function tagFindings(tags: readonly Tag[]): Finding[] {
  return tags
    .filter(({ name }) => !ALLOWED_TAG.test(name) && !(name.slice(1) in CRITERIA))
    .map(({ name, location }) =>
      at(location, `tag ${name} must be a criterion's id, @allure.label.*, @needs:*, @own-process or @alone`),
    );
}

function repeated(what: string, named: readonly Pick<Scenario, 'name' | 'location'>[]): Finding[] {
  return named
    .filter(({ name }, index) => named.findIndex((other) => other.name === name) < index)
    .map(({ name, location }) =>
      at(location, `the name of a ${what} must be its own in the file: "${name}"`),
    );
}

function at({ line }: { line: number }, message: string): Finding {
  return { line, message };
}
