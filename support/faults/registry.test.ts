import { describe, test } from 'node:test';
import { expect } from 'chai';
import { faultNamed, faultNames } from './registry';

describe('the registry of faults', () => {
  test('makes a new fault of each name', () => {
    for (const name of faultNames) {
      expect(faultNamed(name).name).to.equal(name);
      expect(faultNamed(name)).not.to.equal(faultNamed(name));
    }
  });

  test('names those there are', () => {
    for (const name of ['on fire', 'toString']) {
      expect(() => faultNamed(name)).to.throw(
        `No fault named "${name}"; expected one of: black-holed, cut, frozen, killed, refused, restarted, slow`,
      );
    }
  });
});
