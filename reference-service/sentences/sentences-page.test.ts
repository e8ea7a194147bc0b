import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { expect } from 'chai';
import { userErrors } from '../errors/user-error';
import { allNotices, SENTENCES_PATH, sentencesPage } from './sentences-page';

/** What nobody who uses the service needs to know. */
const technical =
  /\b(?:redis|postgres\w*|sql|openai|anthropic|provider|breaker|database|cache|journal|queue|timeout|exception|null|undefined|\d{3})\b/i;

describe('what users are told', () => {
  const said = [...allNotices(), ...Object.values(userErrors)];

  test('stands on one page, as it is said', () => {
    const words = `${SENTENCES_PATH} is behind; write it anew with: npm run sentences`;
    expect(readFileSync(SENTENCES_PATH, 'utf8'), words).to.equal(sentencesPage());
  });

  test('is said in plain words, and each time what still works or what to do', () => {
    for (const { sentence, stillWorks } of said) {
      expect(`${sentence} ${stillWorks}`).to.not.match(technical);
      expect(sentence).to.match(/^[A-Z].*\.$/);
      expect(stillWorks, sentence).to.not.equal('');
    }
  });

  test('is another sentence for each distinct situation', () => {
    const byCode = new Map([
      ...allNotices().map(({ code, sentence }) => [sentence, code] as const),
      ...Object.entries(userErrors).map(([code, { sentence }]) => [sentence, code] as const),
    ]);
    const codes = new Set([...allNotices().map(({ code }) => code), ...Object.keys(userErrors)]);
    expect(new Set(byCode.values())).to.deep.equal(codes);
  });
});
