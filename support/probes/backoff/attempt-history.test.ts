import { test } from 'node:test';
import { expect } from 'chai';
import { attemptHistories } from './attempt-history';

test('a log is taken apart by question, with the floor of each answer', () => {
  const log = [
    { question: 'one', arrivedAtMs: 0, answeredAtMs: 1 },
    { question: 'two', arrivedAtMs: 2 },
    { question: 'one', arrivedAtMs: 900, answeredAtMs: 901 },
  ];
  const histories = attemptHistories(log, ({ arrivedAtMs }) => (arrivedAtMs === 0 ? 500 : undefined));
  expect(histories).to.deep.equal([
    {
      client: 'one',
      attempts: [
        { arrivedAtMs: 0, answeredAtMs: 1, floorMs: 500 },
        { arrivedAtMs: 900, answeredAtMs: 901, floorMs: undefined },
      ],
    },
    { client: 'two', attempts: [{ arrivedAtMs: 2, answeredAtMs: undefined, floorMs: undefined }] },
  ]);
  expect(attemptHistories([])).to.deep.equal([]);
});
