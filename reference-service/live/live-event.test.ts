import { describe, test } from 'node:test';
import { expect } from 'chai';
import { beginning, eventIdOf, isSamePosition, positionIn } from './live-event';

const messageId = '0123abcd-0123-8abc-9def-0123456789ab';

describe('the id of an event', () => {
  test('says where somebody stands, and is read again', () => {
    const id = eventIdOf({ number: 12, messageId });
    expect(id).to.equal('12.0123abcd-0123');
    expect(isSamePosition(positionIn(id) ?? beginning, { number: 12, messageId })).to.equal(true);
    expect(positionIn(eventIdOf(beginning))).to.deep.equal(beginning);
  });

  test('tells two messages apart that bore the same number', () => {
    const other = { number: 12, messageId: messageId.replace('0123abcd', '99999999') };
    expect(isSamePosition({ number: 12, messageId }, other)).to.equal(false);
  });

  for (const none of [
    '',
    '-1',
    '1',
    '01',
    '1.',
    '0.0123abcd-0123',
    '1.0123ABCD-0123',
    '1e3',
    ' 0',
    '9'.repeat(20),
  ])
    test(`is none: "${none}"`, () => {
      expect(positionIn(none)).to.equal(undefined);
    });
});
