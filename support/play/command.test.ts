import { describe, test } from 'node:test';
import { expect } from 'chai';
import { commandIn, completions } from './command';

describe('a command', () => {
  for (const [line, command] of [
    ['primary is hanging', { kind: 'provider', role: 'primary', phrase: 'is hanging' }],
    ['  secondary   drips ', { kind: 'provider', role: 'secondary', phrase: 'drips' }],
    ['database frozen', { kind: 'break', server: 'postgresql', fault: 'frozen' }],
    ['redis is black-holed', { kind: 'break', server: 'redis', fault: 'black-holed' }],
    ['database healed', { kind: 'mend', server: 'postgresql' }],
    ['redis is healthy', { kind: 'mend', server: 'redis' }],
    ['ask What is a breaker?', { kind: 'ask', question: 'What is a breaker?' }],
    ['log off', { kind: 'log', isOn: false }],
    ['status', { kind: 'status' }],
    ['', undefined],
  ] as const)
    test(`is read: "${line}"`, () => {
      expect(commandIn(line)).to.deep.equal(command);
    });

  for (const [line, words] of [
    ['primary sleeps', /No provider behaviour "sleeps"; .*is hanging/],
    ['database lost', /cannot be "lost"; .*database frozen.*database healed/],
    ['database emptied', /cannot be "emptied"; .*database read-only/],
    ['redis read-only', /cannot be "read-only"; .*redis emptied/],
    ['database', /cannot be ""/],
    ['dance', /No command "dance"; .*ask <question>.*quit/],
    ['constructor', /No command/],
    ['ask', /question must follow/],
    ['log', /on or off/],
  ] as const)
    test(`is refused with what is possible: "${line}"`, () => {
      expect(() => commandIn(line)).to.throw(words);
    });

  test('is what every completion is', () => {
    for (const line of completions.filter((each) => each !== 'ask '))
      expect(commandIn(line)).to.have.property('kind');
  });
});
