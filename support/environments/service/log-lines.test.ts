import { test } from 'node:test';
import { expect } from 'chai';
import { LogLines } from './log-lines';

test('log lines are whole wherever their pieces were cut, and what is no JSON is kept', () => {
  const told: unknown[] = [];
  const log = new LogLines((line) => told.push(line));
  const text = '{"event":"a"}\n\n  \nnode: warning\n{"event":"b"}\n{"event":"unfinished"';
  for (const character of text) log.write(character);
  const expected = [{ event: 'a' }, { text: 'node: warning' }, { event: 'b' }];
  expect(log.lines).to.deep.equal(expected);
  expect(told).to.deep.equal(expected);
  log.write('}\n{"event":"c"}\n');
  expect(log.lines.slice(3)).to.deep.equal([{ event: 'unfinished' }, { event: 'c' }]);
});

test('what is JSON but no object is text too', () => {
  const log = new LogLines();
  log.write('null\n5\n"words"\n[1]\n');
  expect(log.lines).to.deep.equal([{ text: 'null' }, { text: '5' }, { text: '"words"' }, { text: '[1]' }]);
});
