import { nowMs } from '../clock';
import { type Condition, levelOf, rank, type ServiceLevel } from './service-level';

/** One change of the service level. */
export interface LevelChange {
  from: ServiceLevel;
  to: ServiceLevel;
  /** How long the level before had lasted. */
  afterMs: number;
  /** The conditions that hold now. */
  because: string[];
}

/** Falls at once, rises only after the better state has held: users are not told one thing now and another the next moment. */
export class LevelTracker {
  readonly #conditions: () => Condition[];
  readonly #holdMs: number;
  readonly #onChange: (change: LevelChange) => void;
  readonly #conditionsSince = new Map<string, number>();
  #level: ServiceLevel = 'full';
  #sinceMs = nowMs();
  #standing: Condition[] = [];
  #rising: { to: ServiceLevel; timer: NodeJS.Timeout } | undefined;

  constructor(
    conditions: () => Condition[],
    holdMs: number,
    onChange: (change: LevelChange) => void = () => {},
  ) {
    this.#conditions = conditions;
    this.#holdMs = holdMs;
    this.#onChange = onChange;
  }

  /** To be called whenever something a condition depends on has changed. */
  update(): void {
    const conditions = this.#conditions();
    const target = levelOf(conditions);
    if (rank(target) > rank(this.#level)) {
      this.#cancelRise();
      this.#enter(target, conditions);
    } else if (rank(target) === rank(this.#level)) {
      this.#cancelRise();
      this.#note(conditions);
    } else if (this.#rising?.to !== target) {
      this.#cancelRise();
      const timer = setTimeout(() => this.#enter(target, this.#conditions()), this.#holdMs);
      timer.unref();
      this.#rising = { to: target, timer };
    }
  }

  get level(): ServiceLevel {
    return this.#level;
  }

  /** The level, since when, and what users should know. Times are milliseconds since the epoch. */
  reading(): { level: ServiceLevel; sinceMs: number; notices: (Condition & { sinceMs: number })[] } {
    const notices = this.#standing.map((condition) => ({
      ...condition,
      sinceMs: this.#conditionsSince.get(condition.code) ?? this.#sinceMs,
    }));
    return { level: this.#level, sinceMs: this.#sinceMs, notices };
  }

  stop(): void {
    this.#cancelRise();
  }

  #enter(level: ServiceLevel, conditions: Condition[]): void {
    const now = nowMs();
    const change = {
      from: this.#level,
      to: level,
      afterMs: now - this.#sinceMs,
      because: conditions.map((c) => c.code),
    };
    this.#rising = undefined;
    this.#level = level;
    this.#sinceMs = now;
    this.#note(conditions);
    this.#onChange(change);
  }

  #note(conditions: Condition[]): void {
    const now = nowMs();
    for (const { code } of conditions) {
      if (!this.#conditionsSince.has(code)) this.#conditionsSince.set(code, now);
    }
    for (const code of this.#conditionsSince.keys()) {
      if (!conditions.some((condition) => condition.code === code)) this.#conditionsSince.delete(code);
    }
    this.#standing = conditions;
  }

  #cancelRise(): void {
    clearTimeout(this.#rising?.timer);
    this.#rising = undefined;
  }
}
