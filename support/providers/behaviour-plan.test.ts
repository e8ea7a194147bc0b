import { describe, test } from 'node:test';
import { expect } from 'chai';
import { BehaviourPlan } from './behaviour-plan';

const kinds = (plan: BehaviourPlan, count: number) => Array.from({ length: count }, () => plan.take().kind);

describe('the plan of behaviours', () => {
  test('a new one is healthy', () => {
    expect(kinds(new BehaviourPlan(), 2)).to.deep.equal(['healthy', 'healthy']);
  });

  test('what is set for a number of requests ends after them', () => {
    const plan = new BehaviourPlan();
    plan.always({ kind: 'hanging' });
    plan.next(2, { kind: 'failing' });
    expect(kinds(plan, 4)).to.deep.equal(['failing', 'failing', 'hanging', 'hanging']);
  });

  test('what is set last is met first', () => {
    const plan = new BehaviourPlan();
    plan.next(2, { kind: 'failing' });
    plan.next(1, { kind: 'empty' });
    expect(kinds(plan, 4)).to.deep.equal(['empty', 'failing', 'failing', 'healthy']);
  });

  test('a cycle goes on over and over, and waits during exceptions', () => {
    const plan = new BehaviourPlan();
    plan.inTurn([{ kind: 'failing' }, { kind: 'empty' }]);
    expect(kinds(plan, 3)).to.deep.equal(['failing', 'empty', 'failing']);
    plan.next(1, { kind: 'hanging' });
    expect(kinds(plan, 3)).to.deep.equal(['hanging', 'empty', 'failing']);
  });

  test('looking takes nothing', () => {
    const plan = new BehaviourPlan();
    plan.next(1, { kind: 'failing' });
    expect([plan.current.kind, plan.current.kind, plan.take().kind]).to.deep.equal([
      'failing',
      'failing',
      'failing',
    ]);
    expect(plan.current.kind).to.equal('healthy');
  });

  test('a new base forgets the exceptions', () => {
    const plan = new BehaviourPlan();
    plan.next(5, { kind: 'failing' });
    plan.always({ kind: 'empty' });
    expect(kinds(plan, 1)).to.deep.equal(['empty']);
  });

  test('requests that never arrive cannot be counted', () => {
    const plan = new BehaviourPlan();
    const refused = { kind: 'unreachable', how: 'refused' } as const;
    expect(() => plan.next(3, refused)).to.throw('must let them arrive, got "unreachable" (refused)');
    expect(() => plan.inTurn([{ kind: 'healthy' }, refused])).to.throw('use behave() and heal()');
    expect(() => plan.next(0, { kind: 'empty' })).to.throw('whole number above 0, got 0');
    expect(() => plan.inTurn([])).to.throw('must hold at least one');
  });
});
