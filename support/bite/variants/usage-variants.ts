import type { Variant } from '../variant';

const common = { tags: '', runs: 'named' } as const;
const analytics = 'reference-service/analytics/analytics.ts';
const store = 'reference-service/analytics/analytics-store.ts';
const buffer = 'reference-service/analytics/usage-buffer.ts';
const rest = 'database well, cache well';
const frozen = `Primary is healthy, secondary is healthy, ${rest}, analytics frozen`;
const killed = `Primary is healthy, secondary is healthy, ${rest}, analytics killed`;
const afterwards = (fault: string): string => `What is used while it is ${fault} is reported afterwards`;

/** Usage reports, and what an outage of the analytics store does to everything else. */
export const usageVariants: readonly Variant[] = [
  {
    ...common,
    name: 'usage-out-not-told',
    wrong: 'Nobody is told that usage reports cannot be shown.',
    file: 'reference-service/service-level/service-level.ts',
    find: 'if (outages.analytics) {',
    replace: 'if (outages.analytics && outages.providers === 0) {',
    mustFail: {
      [`Primary is failing, secondary is healthy, ${rest}, analytics refused`]: 'usage_out',
      [`Primary is healthy, secondary is hanging, ${rest}, analytics killed`]: 'usage_out',
      'Primary is healthy, secondary is healthy, database frozen, cache well, analytics black-holed':
        'usage_out',
      'Primary is healthy, secondary is healthy, database well, cache killed, analytics frozen': 'usage_out',
      'Primary is failing, secondary refuses connections, database killed, cache killed, analytics killed':
        'usage_out',
    },
  },
  {
    ...common,
    name: 'usage-shown-empty',
    wrong: 'While the analytics store is out everybody is shown that they have used nothing.',
    file: analytics,
    find: "if (!lines) throw new UserError('usage_unavailable', { retryAfterMs: this.#policy.flushMs });",
    replace: 'if (!lines) return [];',
    mustFail: { [frozen]: 'look at usage: done', [killed]: 'look at usage: done' },
  },
  {
    ...common,
    name: 'usage-waited-for',
    wrong: 'Every answer waits for the analytics store.',
    file: 'reference-service/http/usage-routes.ts',
    find: "app.addHook('onResponse', async (request) => {",
    replace:
      "app.addHook('onSend', async (request) => {\n    if (analytics && request.user) await analytics.usageOf(request.user.name).catch(() => {});",
    mustFail: { 'An analytics store that is slow slows nobody': 'half of the answers' },
  },
  {
    ...common,
    name: 'usage-tried-once',
    wrong: 'What could not be stored at once is forgotten.',
    file: analytics,
    find: 'if (!isStored) return;',
    replace: 'if (!isStored) return this.#buffer.remove(batch.length);',
    mustFail: {
      [afterwards('killed')]: 'it said ""',
      [afterwards('frozen')]: 'it said ""',
      [afterwards('black-holed')]: 'it said ""',
    },
  },
  {
    ...common,
    name: 'usage-counted-twice',
    wrong: 'Each record is counted as often as it was sent.',
    file: store,
    find: 'toUInt32(uniqExact(id)) AS requests',
    replace: 'toUInt32(count()) AS requests',
    mustFail: { 'Records that may have been stored are counted once': 'it said "ask 8"' },
  },
  {
    ...common,
    name: 'usage-without-a-bound',
    wrong: 'However many records wait, one more is kept.',
    file: buffer,
    find: 'if (this.#events.length >= this.#capacity) {',
    replace: 'if (this.#events.length >= this.#capacity + 1_000) {',
    mustFail: { 'More records than may wait are dropped, and counted': 'it said "ask 16"' },
  },
  {
    ...common,
    name: 'dropped-usage-not-counted',
    wrong: 'Records that are dropped are not counted.',
    file: buffer,
    find: 'this.#dropped += 1;',
    replace: 'this.#dropped += 0;',
    mustFail: { 'More records than may wait are dropped, and counted': 'records dropped' },
  },
  {
    ...common,
    name: 'usage-lost-at-the-end',
    wrong: 'A service that ends forgets what it had not stored yet.',
    file: analytics,
    find: 'await this.#storeAll();\n    const',
    replace: 'const',
    mustFail: { 'What waits when the service ends is stored before': 'it said ""' },
  },
  {
    ...common,
    name: 'refusals-reported-as-done',
    wrong: 'What was refused is reported as if it had been done.',
    file: 'reference-service/http/usage-routes.ts',
    find: "refused: request.refusedWith ?? '',",
    replace: "refused: '',",
    mustFail: { 'What was refused is reported as refused': 'it said "ask 2"' },
  },
  {
    ...common,
    name: 'usage-of-everybody',
    wrong: 'Everybody is shown what all have done.',
    file: store,
    find: 'FROM usage_events WHERE user = {user: String} AND',
    replace: "FROM usage_events WHERE user != '' AND",
    mustFail: { 'Everybody is shown what they did themselves': 'it said "ask 5"' },
  },
  {
    ...common,
    name: 'analytics-needed',
    wrong: 'A service without an analytics store calls itself degraded.',
    file: 'reference-service/compose.ts',
    find: 'analytics: isOut(usageStore),',
    replace: 'analytics: usageStore === undefined || isOut(usageStore),',
    mustFail: { 'Without an analytics store': 'degraded' },
  },
];
