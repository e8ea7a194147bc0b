import { describe, test } from 'node:test';
import { expect } from 'chai';
import { steadily } from './steadily';

describe('steadily', () => {
  test('is content when nothing changes, and has looked more than once', async () => {
    let looks = 0;
    await steadily(
      () => ++looks,
      () => true,
      String,
      30,
    );
    expect(looks).to.be.above(1);
  });

  test('fails as soon as it is not so, with what was seen', async () => {
    let looks = 0;
    const watching = steadily(
      () => ++looks,
      (seen) => seen < 2,
      (seen) => `saw ${seen}`,
      1_000,
    );
    const error = await watching.catch((thrown: Error) => thrown);
    expect((error as Error).message).to.match(/^saw 2 \(seen \d+ ms into a quiet period of 1000 ms\)$/);
  });
});
