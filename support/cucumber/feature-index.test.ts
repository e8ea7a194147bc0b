import { existsSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { expect } from 'chai';
import { parseFeature } from './feature-file';
import { featureIndex } from './feature-index';
import { FEATURE_INDEX_PATH, readFeatureIndex } from './feature-index-file';

const FEATURE = `Feature: Breakers
  @CB-1 @LF-4
  Rule: Failures open the breaker
    @MO-1
    Scenario: It is logged
      When a user asks
  @CB-1
  Rule: A | in a name
`;

describe('the index of features', () => {
  test('leads from criterion to rule to feature, with tags of scenarios too', () => {
    const index = featureIndex([{ href: '4-breakers.feature', document: parseFeature(FEATURE) }]);
    const rows = index.split('\n').filter((line) => /^\| ([A-Z]{2}-\d)? \|/.test(line));
    expect(rows.map((row) => row.split(' | ')[0])).to.deep.equal(['| LF-4', '| CB-1', '| ', '| MO-1']);
    expect(rows[1]).to.include('[Failures open the breaker](4-breakers.feature) | Breakers |');
    expect(rows[2]).to.include('A \\| in a name');
    expect(index).to.include('1 features show 3 of');
  });

  test('says what a run by itself leaves out, and what stands there alone', () => {
    const index = featureIndex([
      { href: '4-breakers.feature', document: parseFeature(FEATURE) },
      { href: 'apart/5.feature', document: parseFeature(FEATURE.replace('@MO-1', '@MO-2')) },
    ]);
    expect(index).to.include(
      '`apart/` is run only by `npm run bdd -- features/apart`; MO-2 stand there alone.',
    );
  });

  test('is not stale', () => {
    const written = existsSync(FEATURE_INDEX_PATH) ? readFileSync(FEATURE_INDEX_PATH, 'utf8') : '(no file)';
    expect(written, 'run "npm run index:features"').to.equal(readFeatureIndex());
  });
});
