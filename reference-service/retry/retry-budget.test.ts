import { test } from 'node:test';
import { expect } from 'chai';
import { productionPolicy } from '../policy';
import { RetryBudget } from './retry-budget';

const spend = (budget: RetryBudget): number => {
  let retries = 0;
  while (budget.withdraw()) retries += 1;
  return retries;
};

test('a retry budget allows its burst, then its share of the questions, and saves no more than the burst', () => {
  const budget = new RetryBudget({ ...productionPolicy.retry, budgetBurst: 3, budgetRatio: 0.25 });
  expect(spend(budget), 'the burst').to.equal(3);
  for (let question = 0; question < 3; question += 1) budget.deposit();
  expect(spend(budget), 'after 3 questions').to.equal(0);
  budget.deposit();
  expect(spend(budget), 'after 4 questions').to.equal(1);
  for (let question = 0; question < 1_000; question += 1) budget.deposit();
  expect(spend(budget), 'after many').to.equal(3);
});
