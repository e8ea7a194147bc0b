import { describe, test } from 'node:test';
import { expect } from 'chai';
import { eventually } from './eventually';

const describeNumber = (seen: number): string => `it was ${seen}; expected more`;

describe('eventually', () => {
  test('gives what satisfied, as soon as it does', async () => {
    let seen = 0;
    expect(
      await eventually(
        () => ++seen,
        (number) => number >= 3,
        1_000,
        describeNumber,
      ),
    ).to.equal(3);
    expect(seen).to.equal(3);
  });

  test('looks at least once, whatever the limit', async () => {
    expect(
      await eventually(
        () => 1,
        () => true,
        0,
        describeNumber,
      ),
    ).to.equal(1);
  });

  test('tells what it saw last and how long it waited', async () => {
    let seen = 0;
    const error = await eventually(
      () => ++seen,
      () => false,
      30,
      describeNumber,
    ).catch((thrown: Error) => thrown);
    expect((error as Error).message).to.equal(`it was ${seen}; expected more, and still so after 30 ms`);
    expect(seen).to.be.above(1);
  });

  test('passes on the failure of a look', async () => {
    const look = (): number => {
      throw new Error('nobody there');
    };
    const error = await eventually(look, () => true, 1_000, describeNumber).catch((thrown: Error) => thrown);
    expect((error as Error).message).to.equal('nobody there');
  });
});
