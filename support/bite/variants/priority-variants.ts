import type { Variant } from '../variant';

const common = { tags: '', runs: 'named' } as const;
const turns = 'reference-service/admission/connection-turns.ts';
const database = 'reference-service/database/database.ts';
const priority = 'reference-service/queue/priority.ts';
const storageClassOf =
  "export function storageClassOf(plan: User['plan'], operation: string): StorageClass {";
const byKind = 'Orders come before conversations, and these before work on the side';
const byPlan = 'Paying users come before trial users, for the same';
const full = 'Whoever is as urgent as those who wait is turned away';
const displaced = 'An order takes the place of whoever is least urgent';
const otherwise = 'A reader is shown a copy, and an order is accepted';
const rush = 'Four times as much as the database can do';
const inOrder = 'who was served, in order';

/** Who may use the database when not all can. */
export const priorityVariants: readonly Variant[] = [
  {
    ...common,
    name: 'storage-first-come-first-served',
    wrong: 'Whoever comes first is let on first, whatever it is about.',
    file: database,
    find: 'priority: storageClassOf(story.plan, story.operation)',
    replace: "priority: storageClassOf('paying', story.operation && 'order')",
    mustFail: {
      [byKind]: inOrder,
      [byPlan]: inOrder,
      [displaced]: 'who was turned away',
      [rush]: 'orders were served',
    },
  },
  {
    ...common,
    name: 'storage-plans-alike',
    wrong: 'Trial users are let on as paying users are.',
    file: priority,
    find: storageClassOf,
    replace: `${storageClassOf}\n  plan = 'paying';`,
    mustFail: { [byPlan]: inOrder },
  },
  {
    ...common,
    name: 'storage-last-come-first-served',
    wrong: 'Of those who are equally urgent, who came last is first.',
    file: turns,
    find: 'const arrivedAtMs = nowMs();',
    replace: 'const arrivedAtMs = -nowMs();',
    mustFail: { 'Of those who are equally urgent, who came first is first': inOrder },
  },
  {
    ...common,
    name: 'summaries-as-urgent-as-conversations',
    wrong: 'What is done on the side is let on as what people wait for.',
    file: priority,
    find: "operation === 'summarise' ? 'work on the side' : 'conversation'",
    replace: "operation === '' ? 'work on the side' : 'conversation'",
    mustFail: { [byKind]: inOrder },
  },
  {
    ...common,
    name: 'storage-starves',
    wrong: 'However long somebody has waited, who is more urgent comes first.',
    file: turns,
    find: 'new HoldingQueue(policy.capacity, policy.oldestEvery)',
    replace: 'new HoldingQueue(policy.capacity, 0)',
    mustFail: { 'Who has waited longest has every fifth turn': inOrder },
  },
  {
    ...common,
    name: 'storage-queue-without-a-bound',
    wrong: 'However many wait for the database, one more may.',
    file: turns,
    find: 'new HoldingQueue(policy.capacity, policy.oldestEvery)',
    replace: 'new HoldingQueue(policy.capacity + 100, policy.oldestEvery)',
    mustFail: {
      [full]: 'who was turned away',
      [displaced]: 'who was turned away',
      [otherwise]: inOrder,
    },
  },
  {
    ...common,
    name: 'no-room-for-orders',
    wrong: 'Where no more can wait, orders are turned away as everything else is.',
    file: 'reference-service/queue/holding-queue.ts',
    find: 'if (!last || rankOf(last.priority) <= rankOf(newcomer.priority)) return { held: false };',
    replace: 'if (last !== newcomer) return { held: false };',
    mustFail: { [displaced]: 'who was turned away' },
  },
  {
    ...common,
    name: 'who-hangs-up-keeps-waiting',
    wrong: 'Whoever hangs up while waiting for the database is let on all the same.',
    file: turns,
    find: "gone?.addEventListener('abort', onGone, { once: true });",
    replace: '',
    mustFail: { 'Who hangs up while waiting makes room for others': 'was still waiting' },
  },
  {
    ...common,
    name: 'turned-away-and-done',
    wrong: 'What was turned away is done all the same.',
    file: database,
    find: 'const giveBack = await this.#turn();',
    replace: `const giveBack = await this.#turn().catch((error: unknown) => {
      void this.#runOnce(work).catch(() => {});
      throw error;
    });`,
    mustFail: { 'What is turned away is not done later either': 'what was done' },
  },
  {
    ...common,
    name: 'turned-away-late',
    wrong: 'Whoever cannot be served learns of it when the time to wait is over.',
    file: turns,
    find: 'reject(new UserError(',
    replace: 'setTimeout(reject, this.#policy.maxWaitMs, new UserError(',
    mustFail: { [rush]: 'after which half of them knew' },
  },
  {
    ...common,
    name: 'no-copy-when-busy',
    wrong: 'Readers are turned away although there is a copy to show.',
    file: 'reference-service/cache/cached-conversations.ts',
    find: "return code === 'not_checkable' || code === 'too_busy';",
    replace: "return code === 'not_checkable';",
    mustFail: { [otherwise]: inOrder },
  },
  {
    ...common,
    name: 'orders-refused-when-busy',
    wrong: 'Orders are turned away although they could be accepted for later.',
    file: 'reference-service/writes/writes.ts',
    find: "!['not_checkable', 'too_busy'].includes(error.code)",
    replace: "!['not_checkable'].includes(error.code)",
    mustFail: { [otherwise]: inOrder },
  },
  {
    ...common,
    name: 'turning-away-not-told',
    wrong: 'No notice says that people are turned away.',
    file: 'reference-service/service-level/service-level.ts',
    find: 'if (outages.isShedding) {',
    replace: 'if (outages.isShedding && outages.database) {',
    mustFail: { 'People are told that some are turned away, and when no longer': 'too_busy' },
  },
  {
    ...common,
    name: 'turned-away-miscounted',
    wrong: 'The metrics count everybody who had to wait as let on.',
    file: 'reference-service/admission/admission-metrics.ts',
    find: 'this.#left.inc({ class: priority, outcome });',
    replace: "this.#left.inc({ class: priority, outcome: 'let on' });",
    mustFail: { [full]: 'turned away, by the metrics' },
  },
];
