import { describe, test } from 'node:test';
import { expect } from 'chai';
import { parseReply } from './redis-reply';

const replies: [string, unknown][] = [
  ['+PONG\r\n', 'PONG'],
  [':42\r\n', 42],
  ['$-1\r\n', null],
  ['$0\r\n\r\n', ''],
  ['$6\r\nGrüß\r\n', 'Grüß'],
  ['$4\r\na\r\nb\r\n', 'a\r\nb'],
  ['*0\r\n', []],
  ['*-1\r\n', null],
  ['*3\r\n:1\r\n*1\r\n+a\r\n$1\r\nb\r\n', [1, ['a'], 'b']],
];

describe('a reply of Redis', () => {
  for (const [text, reply] of replies) {
    test(`reads ${JSON.stringify(text)}, and waits while it is not all there`, () => {
      const bytes = Buffer.from(text);
      expect(parseReply(Buffer.concat([bytes, Buffer.from('+next')]))).to.deep.equal({
        reply,
        end: bytes.length,
      });
      for (let length = 0; length < bytes.length; length++) {
        expect(parseReply(bytes.subarray(0, length))).to.equal(undefined);
      }
    });
  }

  test('tells an error from an answer, and nonsense from both', () => {
    expect(parseReply(Buffer.from('-ERR no\r\n'))?.reply).to.be.instanceOf(Error);
    expect(() => parseReply(Buffer.from('HTTP/1.1 400\r\n'))).to.throw(/must begin with/);
  });
});
