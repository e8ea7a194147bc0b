import type { AddressInfo } from 'node:net';
import type { DestinationStream } from 'pino';
import { AdmissionMetrics } from './admission/admission-metrics';
import { Analytics } from './analytics/analytics';
import { AnalyticsStore } from './analytics/analytics-store';
import { addUsageMetrics } from './analytics/usage-metrics';
import { Users } from './auth/users';
import { UsersFile } from './auth/users-file';
import type { BreakerTransition } from './breaker/breaker-state';
import { CachedConversations } from './cache/cached-conversations';
import { ConversationStore } from './cache/conversation-store';
import { MissedInvalidations } from './cache/missed-invalidations';
import { nowMs } from './clock';
import { type Configuration, validated } from './configuration';
import { Conversations } from './database/conversations';
import { Database } from './database/database';
import { watchedAnalytics, watchedCache, watchedDatabase } from './health/dependency-check';
import { HealthWatch, type Watched } from './health/health-watch';
import { watchedProvider } from './health/provider-check';
import { createApp } from './http/app';
import { DurableWrites } from './journal/durable-writes';
import { Live } from './live/live';
import type { Parts } from './parts';
import { policyWith } from './policy-overrides';
import { connectionPool } from './providers/connection-pool';
import { providerFor } from './providers/provider-for';
import { Turns } from './queue/turns';
import { randomFrom } from './random';
import { Cache } from './redis/cache';
import { GuardedProvider } from './routing/guarded-provider';
import { Router } from './routing/router';
import { LevelTracker } from './service-level/level-tracker';
import { conditionsOf } from './service-level/service-level';
import { createLog } from './telemetry/log';
import { Metrics } from './telemetry/metrics';
import { addPoolMetrics } from './telemetry/pool-metrics';
import { recordSetback } from './telemetry/setback-recorder';

/** A service that listens. */
export interface RunningService {
  readonly url: string;
  /** Refuses new work, finishes what is under way, lets go of everything. */
  stop(): Promise<void>;
}

/**
 * Puts an instance together and starts it. The one file to read to know what is connected to what.
 * @throws when the configuration is wrong or the port is taken.
 */
export async function startService(
  given: Configuration,
  destination?: DestinationStream,
): Promise<RunningService> {
  const configuration = validated(given);
  const policy = policyWith(configuration.policy);
  const log = createLog(destination);
  const random = randomFrom(configuration.seed);
  const users = new Users(configuration.users ?? []);
  const { usersFile } = configuration;
  const accounts =
    usersFile === undefined ? undefined : new UsersFile(usersFile, log, (all) => users.replace(all));
  const watches = new Map<string, HealthWatch>();

  const onTransition = (transition: BreakerTransition): void => {
    metrics.breakerChanged(transition);
    const { afterMs, openForMs, atMs, ...rest } = transition;
    const timing = { afterMs: Math.round(afterMs), ...(openForMs === undefined ? {} : { openForMs }) };
    const line = { event: 'breaker.transition', ...rest, ...timing, at: new Date(atMs).toISOString() };
    const words = `the ${rest.breaker} breaker went from ${rest.from} to ${rest.to}: ${rest.cause}`;
    if (rest.to === 'open') log.warn(line, words);
    else log.info(line, words);
    level.update();
    turns.changed();
    watches.get(rest.breaker)?.breakerChanged();
    if (rest.breaker === 'database') durableWrites?.databaseChanged();
    if (rest.breaker === 'clickhouse' && rest.to === 'closed') analytics?.flush();
  };

  const pool = connectionPool(policy.timeouts.connectMs);
  const providers: GuardedProvider[] = configuration.providers.map(
    (provider) =>
      new GuardedProvider(
        providerFor(provider, pool),
        policy,
        {
          onTransition,
          onCallEnd: (end) => {
            metrics.callEnded(end);
            turns.changed();
          },
          onLimitChange: (untilMs) => {
            level.update();
            turns.changed();
            // When what is left of it can be waited for, questions are taken in again: users are to be told.
            const longForMs = untilMs - nowMs() - policy.queue.maxWaitMs;
            if (longForMs > 0) setTimeout(() => level.update(), Math.ceil(longForMs) + 1).unref();
          },
          isAnybodyWaiting: () => turns.isAnybodyWaiting,
        },
        random,
      ),
  );
  const turns: Turns = new Turns(providers, policy.queue, {
    left: (priority, outcome, waitedMs) => metrics.leftQueue(priority, outcome, waitedMs),
  });
  const { databaseUrl, redisUrl, clickhouseUrl } = configuration;
  const database =
    databaseUrl === undefined
      ? undefined
      : new Database(databaseUrl, policy, log, onTransition, () => level.update(), {
          left: (...left) => admission?.left(...left),
          shedding: () => level.update(),
        });
  const cache =
    redisUrl === undefined || !policy.resilience
      ? undefined
      : new Cache(redisUrl, policy, log, onTransition, () => level.update());
  const usageStore =
    clickhouseUrl === undefined ? undefined : new AnalyticsStore(clickhouseUrl, policy, log, onTransition);
  const analytics = usageStore && new Analytics(usageStore, policy.analytics, log);
  const conversations =
    database &&
    new CachedConversations(
      new Conversations(database),
      cache && new ConversationStore(cache, policy.cache, new MissedInvalidations(configuration.stateFolder)),
      policy.cache,
      (outcome) => metrics.conversationRead(outcome),
    );
  const breakers = [...providers, database, cache, usageStore].flatMap((guarded) => guarded?.breaker ?? []);

  const isOut = (guarded: { breaker: { reading(): { state: string } } } | undefined): boolean =>
    guarded !== undefined && guarded.breaker.reading().state !== 'closed';
  const isLimitedForLong = ({ limit }: GuardedProvider): boolean =>
    limit.lastsLongerThan(policy.queue.maxWaitMs);
  const cannotAnswer = (guarded: GuardedProvider): boolean => isOut(guarded) || isLimitedForLong(guarded);
  const level = new LevelTracker(
    () =>
      conditionsOf({
        providers: providers.length,
        providersOut: providers.filter(cannotAnswer).length,
        firstProviderAnswers: !providers.slice(0, 1).some(cannotAnswer),
        providersWaitedFor: providers.filter((guarded) => !cannotAnswer(guarded) && guarded.limit.untilMs > 0)
          .length,
        database: isOut(database),
        redis: isOut(cache),
        analytics: isOut(usageStore),
        isShedding: database?.turns?.isShedding ?? false,
        databaseIsReadOnly: database?.isReadOnly ?? false,
        databaseIsShortOfConnections: database?.ailments.isShortOfConnections ?? false,
        databaseIsSlow: database?.ailments.isSlow ?? false,
        redisTakesNoWrites: cache !== undefined && !cache.takesWrites,
        ...durableWrites?.reading(),
      }),
    policy.serviceLevel.holdMs,
    (change) => {
      metrics.levelChanged(change);
      if (change.from === 'full') leftFullAtMs = Date.now();
      if (change.to === 'full') metrics.recovered(Date.now() - leftFullAtMs);
      const line = { event: 'service-level.changed', ...change, afterMs: Math.round(change.afterMs) };
      log.warn(line, `the service level went from ${change.from} to ${change.to}`);
    },
    () => live.stateChanged(),
  );
  let leftFullAtMs = 0;
  const metrics = new Metrics(() => ({
    breakers: breakers.map((breaker) => breaker.reading()),
    level: level.level,
    waiting: turns.waiting(),
    limits: providers.map(({ name, limit }) => ({ provider: name, state: limit.reading().state })),
  }));

  if (analytics) addUsageMetrics(metrics.registry, analytics);
  const live: Live = new Live({
    users,
    policy,
    log,
    random,
    level,
    registry: metrics.registry,
    database: database && { url: databaseUrl as string, pool: database },
  });
  const { turns: connectionTurns } = database ?? {};
  const admission =
    connectionTurns && new AdmissionMetrics(metrics.registry, () => connectionTurns.waiting());
  if (database) addPoolMetrics(metrics.registry, () => database.reading());
  const durableWrites: DurableWrites | undefined =
    database &&
    new DurableWrites(
      database,
      cache,
      policy,
      log,
      metrics.registry,
      configuration.stateFolder,
      () => level.update(),
      conversations,
    );

  const watch = (name: string, watched: Watched, health: typeof policy.health.providers): void => {
    watches.set(name, new HealthWatch(watched, health));
  };
  if (policy.resilience) {
    for (const guarded of providers) {
      watch(guarded.name, watchedProvider(guarded, policy.timeouts.firstTokenMs), policy.health.providers);
    }
    if (database) watch('database', watchedDatabase(database), policy.health.dependencies);
    if (cache) watch('redis', watchedCache(cache), policy.health.dependencies);
    if (usageStore) watch('clickhouse', watchedAnalytics(usageStore), policy.health.dependencies);
  }

  let isDraining = false;
  const parts: Parts = {
    configuration,
    users,
    policy,
    log,
    metrics,
    level,
    providers,
    breakers,
    router: new Router(providers, policy, turns, random),
    conversations,
    durableWrites,
    analytics,
    live,
    setbackRecorder: (requestLog, user, operation) => (setback) =>
      recordSetback(metrics, requestLog, { user, operation, serviceLevel: level.level }, setback),
    whatWorks: () => ({
      assistant: !providers.every(cannotAnswer),
      conversations: database !== undefined && !isOut(database),
    }),
    isDraining: () => isDraining,
  };
  const app = createApp(parts);
  const letGo = async (): Promise<void> => {
    for (const each of watches.values()) each.stop();
    accounts?.stop();
    live.stop();
    level.stop();
    turns.stop();
    await durableWrites?.stop();
    await analytics?.stop();
    for (const { limit } of providers) limit.stop();
    await Promise.allSettled([database?.close(), cache?.close(), usageStore?.close(), pool?.destroy()]);
  };
  await Promise.all([database?.refill(), durableWrites?.start(policy.redis.connectMs)]);
  try {
    await app.listen({ host: configuration.host, port: configuration.port });
  } catch (error) {
    await letGo();
    throw error;
  }
  for (const each of watches.values()) each.start();
  analytics?.start();
  accounts?.watch(policy.accounts.lookMs);
  const { address, port } = app.server.address() as AddressInfo;
  const url = `http://${address}:${port}`;
  log.info({ event: 'service.started', url }, `the service listens on ${url}`);

  return {
    url,
    stop: async () => {
      isDraining = true;
      await app.close();
      await letGo();
      log.info({ event: 'service.stopped' }, 'the service has stopped');
    },
  };
}
