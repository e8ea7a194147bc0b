import { describe, test } from 'node:test';
import { expect } from 'chai';
import { parseFeature } from './feature-file';
import { lintFeature } from './feature-lint';

const GOOD = `@allure.label.epic:Resilience
Feature: Breakers

  Background:
    Given the primary provider is the only one

  @CB-1
  Rule: Consecutive failures open the breaker

    Scenario: The failure that reaches the threshold opens the breaker
      Given the primary provider is failing
      When 5 questions are asked one after another
      Then the primary breaker is open
      And the log says why
`;

const lint = (text: string) => lintFeature(parseFeature(text));
const spoilt = (from: string | RegExp, to: string) => {
  const text = GOOD.replace(from, to);
  expect(text, 'the spoiling took').not.to.equal(GOOD);
  return lint(text)
    .map(({ line, message }) => `${line}: ${message}`)
    .join('\n');
};

describe('the Gherkin linter', () => {
  test('has nothing against a feature in the house style', () => {
    expect(lint(GOOD)).to.deep.equal([]);
  });

  const RULES: readonly [string, string | RegExp, string, RegExp][] = [
    ['a rule without a criterion', '  @CB-1\n', '', /^7: rule .* must carry the id/],
    ['an unknown criterion', '@CB-1', '@CB-9', /^7: tag @CB-9 must be/m],
    [
      'a rule that is no sentence',
      'Consecutive failures open the breaker',
      'Breaker tests',
      /8: .* sentence/,
    ],
    ['a title of 13 words', 'opens the breaker\n', 'opens it for all of the users\n', /10: .* got 13/],
    ['a title with should', 'The failure that', 'Should open: that', /10: .* without "Should"/],
    ['two events', 'Then the primary breaker', 'When the primary breaker', /10: .* one When, got 2/],
    ['no event', /When 5/, 'Given 5', /10: .* one When, got 0/],
    ['no observation', /\n {6}Then.*\n.*\n/, '\n', /10: .* observe something/],
    ['six steps', 'And the log says why', 'And a is\n      And b is\n      And c is', /10: .* got 6/],
    [
      'a Given after the When',
      'And the log says why',
      'Given the log is open',
      /14: Given must not come so late/,
    ],
    [
      'a first step that is And',
      'Given the primary provider is failing',
      'And the primary fails',
      /11: the first step/,
    ],
    [
      'an event in the Background',
      'Given the primary provider is the only one',
      'When a user asks',
      /5: .* Background/,
    ],
    ['I', 'When 5 questions are asked', 'When I ask 5 questions', /12: .* instead of "I"/],
    [
      'a pronoun as the subject',
      'Then the primary breaker is open',
      'Then it is open',
      /13: .* instead of "it"/,
    ],
    ['a tag of no kind', '@allure.label.epic:Resilience', '@wip', /^1: tag @wip must be/],
    ['a scenario outside a rule', /\n {2}@CB-1\n {2}Rule: .*\n/, '\n', /must stand under a Rule/],
  ];
  for (const [what, from, to, finding] of RULES)
    test(`finds ${what}`, () => {
      expect(spoilt(from, to)).to.match(finding);
    });

  test('finds names that are used twice', () => {
    const rule = GOOD.slice(GOOD.indexOf('  @CB-1'));
    const messages = lint(`${GOOD}\n${rule}`).map(({ message }) => message);
    expect(messages).to.have.length(2);
    expect(messages.join())
      .to.match(/name of a rule must be its own/)
      .and.match(/name of a scenario must be its own/);
  });

  test('allows exactly the tags with a meaning', () => {
    const tags = '@needs:postgresql @needs:redis @own-process @alone @allure.label.severity:critical';
    expect(spoilt('    Scenario:', `    ${tags}\n    Scenario:`)).to.equal('');
    expect(spoilt('    Scenario:', '    @flaky @needs:mysql\n    Scenario:').split('\n')).to.have.length(2);
  });
});
