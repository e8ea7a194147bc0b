import { describe, test } from 'node:test';
import { expect } from 'chai';
import { extentsPath, joinedExtents } from './extents';
import { rectanglesIn } from './fixtures/rectangles-in';

describe('stretches in a picture', () => {
  test('are wide enough to be seen, and joined where they nearly touch', () => {
    expect(joinedExtents([], 1)).to.deep.equal([]);
    expect(joinedExtents([{ from: 5, to: 5 }], 2)).to.deep.equal([{ from: 5, to: 7 }]);
    expect(
      joinedExtents(
        [
          { from: 9, to: 9 },
          { from: 5, to: 8 },
          { from: 20, to: 30 },
        ],
        2,
      ),
    ).to.deep.equal([
      { from: 5, to: 11 },
      { from: 20, to: 30 },
    ]);
    expect(
      joinedExtents(
        [
          { from: 0, to: 10 },
          { from: 2, to: 3 },
        ],
        1,
      ),
      'one within another',
    ).to.deep.equal([{ from: 0, to: 10 }]);
    expect(
      joinedExtents(
        [
          { from: 0, to: 1 },
          { from: 2, to: 3 },
        ],
        1,
      ),
      'just apart',
    ).to.have.length(2);
  });

  test('are never more than can be seen', () => {
    const many = Array.from({ length: 20_000 }, (_, index) => ({ from: index / 40, to: index / 40 + 0.01 }));
    expect(joinedExtents(many, 1)).to.deep.equal([{ from: 0, to: 19_999 / 40 + 1 }]);
    const sparse = many.filter((_, index) => index % 100 < 20);
    expect(joinedExtents(sparse, 1)).to.have.length.within(200, 250);
  });

  test('become rectangles of one path', () => {
    const d = extentsPath(
      [
        { from: 1, to: 2.25 },
        { from: 4, to: 5 },
      ],
      10,
      20,
    );
    expect(rectanglesIn(`<path fill="#000" d="${d}"/>`, '#000')).to.deep.equal([
      { from: 1, to: 2.3, top: 10, bottom: 20 },
      { from: 4, to: 5, top: 10, bottom: 20 },
    ]);
  });
});
