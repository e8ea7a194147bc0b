import { describe, test } from 'node:test';
import { expect } from 'chai';
import { faultNamed, faultNames, faultNamesFor } from './registry';

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
        `No fault named "${name}"; expected one of: black-holed, credentials-rejected, cut, emptied, evicting, frozen, killed, ` +
          'out-of-memory, read-only, refused, restarted, saving-silently, short-of-connections, slow, ' +
          'storage-destroyed, unsynced',
      );
    }
  });

  test('tells those that fit a kind of server', () => {
    const postgresql = faultNamesFor('postgresql');
    expect(postgresql).to.include.members(['frozen', 'read-only', 'short-of-connections']);
    expect(postgresql).not.to.include.members(['emptied', 'out-of-memory', 'storage-destroyed']);
    const redis = faultNamesFor('redis');
    expect(redis).to.include.members(['frozen', 'emptied', 'out-of-memory', 'storage-destroyed']);
    expect(redis).not.to.include.members(['read-only', 'short-of-connections']);
  });
});
