import { beforeEach, describe, test } from 'node:test';
import { expect } from 'chai';
import { productionPolicy } from '../policy';
import { DatabaseAilments } from './database-ailments';

const sqlError = (code: string): Error => Object.assign(new Error('said by the server'), { code });
const { slowMs, slowChecks } = productionPolicy.database;

describe('what a database suffers from', () => {
  let changes: number;
  let ailments: DatabaseAilments;

  beforeEach(() => {
    changes = 0;
    ailments = new DatabaseAilments(productionPolicy.database, () => {
      changes += 1;
    });
  });

  test('is slow after so many slow checks in a row, not one less, and no longer after a quick one', () => {
    for (let each = 1; each < slowChecks; each += 1) ailments.noteRoundTrip(slowMs);
    expect(ailments.isSlow).to.equal(false);
    ailments.noteRoundTrip(slowMs - 1);
    for (let each = 1; each < slowChecks; each += 1) ailments.noteRoundTrip(slowMs);
    expect(ailments.isSlow).to.equal(false);
    ailments.noteRoundTrip(slowMs);
    expect(ailments.isSlow).to.equal(true);
    ailments.noteRoundTrip(slowMs - 1);
    expect(ailments.isSlow).to.equal(false);
    expect(changes).to.equal(2);
  });

  test('is short of connections until the pool is whole, or it fails otherwise', () => {
    ailments.noteFailure(sqlError('53300'));
    expect(ailments.isShortOfConnections).to.equal(true);
    ailments.noteSuccess(false);
    expect(ailments.isShortOfConnections).to.equal(true);
    ailments.noteSuccess(true);
    expect(ailments.isShortOfConnections).to.equal(false);
    ailments.noteFailure(sqlError('53300'));
    ailments.noteFailure(new Error('refused'));
    expect(ailments.isShortOfConnections).to.equal(false);
  });

  test('calls for staff once until it has worked again', () => {
    expect(ailments.noteFailure(sqlError('28P01'))).to.equal(true);
    expect(ailments.noteFailure(sqlError('28P01'))).to.equal(false);
    ailments.noteSuccess(true);
    expect(ailments.noteFailure(sqlError('3D000'))).to.equal(true);
    expect(ailments.noteFailure(sqlError('57P01'))).to.equal(false);
  });
});
