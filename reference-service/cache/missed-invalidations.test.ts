import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { expect } from 'chai';
import { MissedInvalidations } from './missed-invalidations';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'missed-invalidations-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('are remembered by the next process until all copies are forgotten', () => {
  const first = new MissedInvalidations(folder);
  expect(first.count).to.equal(0);
  first.note();
  first.note();
  const second = new MissedInvalidations(folder);
  expect(second.count).to.be.above(0);
  second.settled(second.count);
  expect(second.count).to.equal(0);
  expect(new MissedInvalidations(folder).count).to.equal(0);
});

test('that happen while all copies are being forgotten are not taken for settled', () => {
  const missed = new MissedInvalidations(folder);
  missed.note();
  const { count } = missed;
  missed.note();
  missed.settled(count);
  expect(missed.count).to.be.above(0);
  expect(new MissedInvalidations(folder).count).to.be.above(0);
});

test('are presumed where nothing could be remembered', () => {
  const missed = new MissedInvalidations(undefined);
  expect(missed.count).to.be.above(0);
  missed.settled(missed.count);
  expect(missed.count).to.equal(0);
  missed.note();
  expect(missed.count).to.be.above(0);
});
