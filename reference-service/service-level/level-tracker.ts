import { nowMs } from '../clock';
import { type Condition, levelOf, rank, type ServiceLevel, serviceLevels } from './service-level';

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
  readonly #onReading: () => void;
  readonly #conditionsSince = new Map<string, number>();
  #level: ServiceLevel = 'full';
  #sinceMs = nowMs();
  #standing: Condition[] = [];
  /** Since when things have been at this level or a better one. */
  readonly #noWorseSince = new Map<ServiceLevel, number>();
  #timer: NodeJS.Timeout | undefined;

  /** @param onReading is told whenever what `reading` says of level or notices is no longer what it was. */
  constructor(
    conditions: () => Condition[],
    holdMs: number,
    onChange: (change: LevelChange) => void = () => {},
    onReading: () => void = () => {},
  ) {
    this.#onReading = onReading;
    this.#conditions = conditions;
    this.#holdMs = holdMs;
    this.#onChange = onChange;
  }

  /** To be called whenever something a condition depends on has changed. */
  update(): void {
    const conditions = this.#conditions();
    const target = levelOf(conditions);
    this.#noteHowLongNoWorse(target);
    if (rank(target) > rank(this.#level)) this.#enter(target, conditions);
    else if (target === this.#level) this.#note(conditions);
    this.#scheduleRise();
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
    clearTimeout(this.#timer);
  }

  #noteHowLongNoWorse(target: ServiceLevel): void {
    for (const each of serviceLevels) {
      if (rank(target) > rank(each)) this.#noWorseSince.delete(each);
      else if (!this.#noWorseSince.has(each)) this.#noWorseSince.set(each, nowMs());
    }
  }

  #scheduleRise(): void {
    clearTimeout(this.#timer);
    const since = this.#better().map((each) => this.#noWorseSince.get(each) as number);
    if (since.length === 0) return;
    this.#timer = setTimeout(() => this.#rise(), Math.max(1, Math.min(...since) + this.#holdMs - nowMs()));
    this.#timer.unref();
  }

  /** To the best level than which things have been no worse for long enough, however they changed meanwhile. */
  #rise(): void {
    const heldSinceMs = nowMs() - this.#holdMs;
    const held = this.#better().find((each) => (this.#noWorseSince.get(each) as number) <= heldSinceMs);
    if (held) this.#enter(held, this.#conditions());
    this.update();
  }

  /** Levels better than the present one that things are no worse than now, best first. */
  #better(): ServiceLevel[] {
    return serviceLevels.filter((each) => rank(each) < rank(this.#level) && this.#noWorseSince.has(each));
  }

  #enter(level: ServiceLevel, conditions: Condition[]): void {
    const now = nowMs();
    const change = {
      from: this.#level,
      to: level,
      afterMs: now - this.#sinceMs,
      because: conditions.map((c) => c.code),
    };
    this.#level = level;
    this.#sinceMs = now;
    this.#note(conditions, true);
    this.#onChange(change);
  }

  #note(conditions: Condition[], isNewLevel = false): void {
    const now = nowMs();
    const isNew = isNewLevel || sentencesOf(conditions) !== sentencesOf(this.#standing);
    for (const { code } of conditions) {
      if (!this.#conditionsSince.has(code)) this.#conditionsSince.set(code, now);
    }
    for (const code of this.#conditionsSince.keys()) {
      if (!conditions.some((condition) => condition.code === code)) this.#conditionsSince.delete(code);
    }
    this.#standing = conditions;
    if (isNew) this.#onReading();
  }
}

function sentencesOf(conditions: readonly Condition[]): string {
  return conditions.map(({ code, sentence, stillWorks }) => `${code}: ${sentence} ${stillWorks}`).join('\n');
}
