import { type BulkheadPolicy, bulkhead } from 'cockatiel';
import type { Registry } from 'prom-client';
import type { WebSocket } from 'ws';
import type { User } from '../auth/user';
import type { Users } from '../auth/users';
import { nowMs } from '../clock';
import type { Database } from '../database/database';
import { UserError } from '../errors/user-error';
import type { Policy } from '../policy';
import type { Random } from '../random';
import type { LevelTracker } from '../service-level/level-tracker';
import { publishedLevel } from '../service-level/published-level';
import type { Log } from '../telemetry/log';
import { requestStory } from '../telemetry/request-story';
import { EventListener } from './event-listener';
import { type LiveClient, LiveConnection } from './live-connection';
import { LiveEvents } from './live-events';
import { type EventSource, LiveFeed } from './live-feed';
import { LiveMetrics } from './live-metrics';

/** However many come back at once, so many of them ask the database at a time. */
const loadsAtOnce = 2;

/** What live connections need of the service. */
export interface LiveParts {
  readonly users: Users;
  readonly policy: Policy;
  readonly log: Log;
  readonly random: Random;
  readonly level: LevelTracker;
  readonly registry: Registry;
  /** Undefined: users are told of the service's state only. */
  readonly database: { readonly url: string; readonly pool: Database } | undefined;
}

/** One user's connections and what they are told of. */
interface Audience {
  readonly connections: Set<LiveConnection>;
  readonly feed: LiveFeed | undefined;
}

/** All live connections of this instance. */
export class Live {
  readonly #parts: LiveParts;
  readonly #policy: Policy['live'];
  readonly #audiences = new Map<string, Audience>();
  readonly #metrics: LiveMetrics;
  readonly #source: EventSource | undefined;
  readonly #listener: EventListener | undefined;
  readonly #loads: BulkheadPolicy = bulkhead(loadsAtOnce, Number.POSITIVE_INFINITY);
  readonly #timers: NodeJS.Timeout[];
  #beatAtMs = nowMs();

  constructor(parts: LiveParts) {
    this.#parts = parts;
    const { policy, log, registry, database } = parts;
    this.#policy = policy.live;
    this.#metrics = new LiveMetrics(registry, () => ({
      connections: this.#all().length,
      bufferedBytes: this.#all().reduce((sum, { bufferedBytes }) => sum + bufferedBytes, 0),
    }));
    if (database) {
      // One more than can be missed: who missed all the others shows by it where he stood.
      this.#source = this.#limited(new LiveEvents(database.pool, policy.live.keepEvents + 1));
      this.#listener = new EventListener(database.url, policy, log, {
        news: (owner) => void this.#audiences.get(owner)?.feed?.refresh(),
        mayHaveMissed: () => {
          for (const { feed } of this.#audiences.values()) void feed?.refresh();
        },
      });
    }
    parts.users.whenReplaced(() => this.recheck());
    this.#timers = [
      setInterval(() => this.#beat(), policy.live.heartbeatMs),
      setInterval(() => this.recheck(), policy.accounts.lookMs),
      setInterval(() => this.#catchUp(), policy.live.lookMs),
    ];
    for (const timer of this.#timers) timer.unref();
  }

  /** @throws UserError `live_full` when there is no room for another connection of this user. */
  admit(user: User): void {
    const { maxConnections, maxConnectionsPerUser, reconnect } = this.#policy;
    const own = this.#audiences.get(user.name)?.connections.size ?? 0;
    if (own >= maxConnectionsPerUser || this.#all().length >= maxConnections)
      throw new UserError('live_full', { retryAfterMs: reconnect.capMs });
  }

  /** A client is there. */
  connect(socket: WebSocket, user: User, client: LiveClient): void {
    const audience = this.#audienceOf(user.name);
    const { log } = this.#parts;
    const about = { requestId: client.requestId, user: user.name };
    const connection = new LiveConnection(socket, user, client, audience.feed, this.#policy, {
      began: (how) => {
        this.#metrics.began(how);
        log.info({ event: 'live.began', ...about, how }, `a live connection began: ${how}`);
      },
      told: () => this.#metrics.told(),
      ended: (reason) => {
        audience.connections.delete(connection);
        if (audience.connections.size === 0) this.#audiences.delete(user.name);
        this.#metrics.ended(reason);
        log.info({ event: 'live.ended', ...about, reason }, `a live connection ended: ${reason}`);
      },
    });
    audience.connections.add(connection);
    connection.greet(publishedLevel(this.#parts.level.reading()));
    this.#listener?.start();
    if (audience.feed && !audience.feed.isLoaded) void audience.feed.refresh();
  }

  /** The level or the notices have changed. */
  stateChanged(): void {
    const connections = this.#all();
    if (connections.length === 0) return;
    const text = JSON.stringify({ type: 'state', ...publishedLevel(this.#parts.level.reading()) });
    for (const connection of connections) connection.tellState(text);
  }

  /** Who is not to be let in any more is not kept either. */
  recheck(): void {
    for (const connection of this.#all()) {
      const user = this.#parts.users.withAuthorization(connection.client.authorization);
      if (user === 'expired') connection.close('sign_in_expired');
      else if (!user || user.name !== connection.user.name) connection.close('not_authenticated');
      else connection.signedInAs(user);
    }
  }

  /** Everybody is asked to come back, to another instance or a little later; not all at the same moment. */
  leave(): void {
    for (const connection of this.#all())
      connection.close('service_stopping', this.#parts.random() * this.#policy.spreadMs);
  }

  /** Lets go of everything. */
  stop(): void {
    for (const timer of this.#timers) clearInterval(timer);
    this.#listener?.stop();
  }

  #beat(): void {
    const late = nowMs() - this.#beatAtMs - this.#policy.heartbeatMs;
    this.#beatAtMs = nowMs();
    // Who could not listen must not call others silent: what they said may still wait to be heard.
    const isJudged = late < this.#policy.heartbeatMs / 2;
    for (const connection of this.#all()) connection.beat(isJudged);
  }

  /** What could not be had is asked for again, and everything while announcements are not heard. */
  #catchUp(): void {
    const isDeaf = this.#listener?.isListening === false;
    for (const { feed } of this.#audiences.values()) if (isDeaf || feed?.isBehind) void feed?.refresh();
  }

  #audienceOf(owner: string): Audience {
    const known = this.#audiences.get(owner);
    if (known) return known;
    const connections = new Set<LiveConnection>();
    const tell = (): void => {
      for (const connection of connections) connection.tellEvents();
    };
    const source = this.#source;
    const feed = source && new LiveFeed(owner, source, this.#policy.keepEvents, tell);
    const audience = { connections, feed };
    this.#audiences.set(owner, audience);
    return audience;
  }

  #all(): LiveConnection[] {
    return [...this.#audiences.values()].flatMap(({ connections }) => [...connections]);
  }

  /** Not as part of the request that happened to bring it about, and not all at once. */
  #limited(events: LiveEvents): EventSource {
    const apart = <T>(work: () => Promise<T>): Promise<T> =>
      this.#loads.execute(() => requestStory.exit(work));
    return {
      after: (owner, number) => apart(() => events.after(owner, number)),
      prune: (owner, last) => apart(() => events.prune(owner, last)),
    };
  }
}
