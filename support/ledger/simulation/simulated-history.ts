import { seededRandom } from '../../random/seeded-random';
import type {
  AuthoritativeReading,
  LedgerHistory,
  Payload,
  RecordedRead,
  RejectedWrite,
  WriteAttempt,
} from '../history';

const [fromMs, toMs, appliedAtMs, endMs, destroyedAtMs] = [1_000, 2_000, 2_100, 3_000, 1_500];
const threads = ['a1', 'a2', 'b1', 'b2'].map((id) => ({ id, owner: id.startsWith('a') ? 'Ada' : 'Ben' }));

/** A write that took effect, and when. */
interface Effect {
  readonly payload: Payload;
  readonly user: string;
  readonly key: string;
  readonly atMs: number;
}

/**
 * What a sound service does in a run with one outage, by the laws of the ledger: writes overlap, some are told nothing
 * and asked again, keys are used twice, reads come from database and cache.
 * @param isJournalDestroyed what was pending in the middle of the outage is lost, and declared.
 */
export function simulatedHistory(
  seed: number,
  { isJournalDestroyed = false, count = 120 } = {},
): LedgerHistory {
  const random = seededRandom(seed);
  const between = (low: number, high: number): number => low + random() * (high - low);
  const isPendingAt = (ms: number): boolean => ms >= fromMs && ms < appliedAtMs;
  const writes: WriteAttempt[] = [];
  const repeats: WriteAttempt[] = [];
  const effects: Effect[] = [];
  const rejected: RejectedWrite[] = [];

  /** One attempt. @returns when it ended, and whether it took effect. */
  const ask = (
    user: string,
    key: string,
    attempt: number,
    payload: Payload,
    atMs: number,
    isApplied: boolean,
    roll = random(),
  ) => {
    const endedAtMs = atMs + between(1, 80);
    const effectMs = between(atMs, endedAtMs);
    const outcome = roll < 0.75 ? 'acknowledged' : roll < 0.88 ? 'unknown' : 'refused';
    const takes = !isApplied && (outcome === 'acknowledged' || (outcome === 'unknown' && random() < 0.5));
    if (takes) effects.push({ payload, user, key, atMs: effectMs });
    const isPending = outcome === 'acknowledged' && isPendingAt(effectMs);
    const id = `w${writes.length}`;
    writes.push({
      id,
      user,
      key,
      attempt,
      payload,
      invokedAtMs: atMs,
      endedAtMs,
      outcome,
      ...(isPending && { isPending }),
    });
    return { endedAtMs, outcome, isApplied: isApplied || takes };
  };

  for (let each = 0; each < count; each += 1) {
    const thread = threads[Math.floor(random() * threads.length)] as (typeof threads)[number];
    const [user, key] = [thread.owner, `k${each}`];
    const line = () => ({
      article: `article ${Math.floor(random() * 5)}`,
      quantity: 1 + Math.floor(random() * 3),
      unitPriceCents: 100 + Math.floor(random() * 900),
    });
    const payload: Payload =
      random() < 0.3
        ? { kind: 'order', reference: `o${each}`, lines: [line(), line()] }
        : { kind: 'message', threadId: thread.id, text: `m${each}` };
    const first = ask(user, key, 1, payload, between(0, endMs), false);
    let isUnknown = first.outcome === 'unknown';
    if (isUnknown && random() < 0.5)
      isUnknown =
        ask(user, key, 2, payload, first.endedAtMs + between(1, 50), first.isApplied).outcome !==
        'acknowledged';
    // With the same key and another payload: refused at once, or only when the journal is replayed.
    else if (first.outcome === 'acknowledged' && payload.kind === 'message' && random() < 0.15) {
      const other = { ...payload, text: `${payload.text} otherwise` };
      const atMs = first.endedAtMs + between(1, 50);
      ask(user, key, 1, other, atMs, true, isPendingAt(atMs) ? 0 : 1);
      if (isPendingAt(atMs))
        rejected.push({
          key,
          mark: other.text,
          because: 'key used with another payload',
          reportedTo: [user],
        });
    }
    if (isUnknown)
      repeats.push({
        id: `r${each}`,
        user,
        key,
        attempt: 3,
        payload,
        invokedAtMs: 5_000,
        endedAtMs: 5_050,
        outcome: 'acknowledged',
      });
  }

  effects.sort((one, other) => one.atMs - other.atMs);
  const isLost = ({ atMs }: Effect): boolean => isJournalDestroyed && atMs >= fromMs && atMs < destroyedAtMs;
  const kept = effects.filter((effect) => !isLost(effect));
  const healed = repeats.flatMap(({ payload, user, key }) =>
    kept.some((effect) => effect.payload === payload) ? [] : [{ payload, user, key, atMs: 5_000 }],
  );
  return {
    threads,
    writes,
    reads: simulatedReads(kept, random),
    outages: [{ fromMs, toMs }],
    ...(isJournalDestroyed && { journalDestroyedAtMs: destroyedAtMs }),
    afterRecovery: reading(kept),
    repeats,
    afterRepeats: reading([...kept, ...healed]),
    declaredLost: effects.filter(isLost).map(({ key }) => key),
    rejectedAfterAcceptance: rejected,
  };
}

function reading(effects: readonly Effect[]): AuthoritativeReading {
  const orders = effects.flatMap(({ payload, user }) =>
    payload.kind === 'order'
      ? [
          {
            payload,
            owner: user,
            orderId: `id of ${payload.reference}`,
            totalCents: payload.lines.reduce(
              (sum, { quantity, unitPriceCents }) => sum + quantity * unitPriceCents,
              0,
            ),
          },
        ]
      : [],
  );
  return {
    threads: threads.map(({ id }) => ({
      threadId: id,
      messages: textsIn(id, effects).map((text, index) => ({ position: index + 1, text })),
    })),
    orders: orders.map(({ payload, ...order }) => ({ ...order, reference: payload.reference })),
    lines: orders.flatMap(({ payload, orderId }) => payload.lines.map((line) => ({ ...line, orderId }))),
    events: orders.map(({ orderId, totalCents }) => ({ orderId, totalCents })),
  };
}

function textsIn(threadId: string, effects: readonly Effect[]): string[] {
  return effects.flatMap(({ payload }) =>
    payload.kind === 'message' && payload.threadId === threadId ? [payload.text] : [],
  );
}

function simulatedReads(effects: readonly Effect[], random: () => number): RecordedRead[] {
  return Array.from({ length: 150 }, (_, index) => {
    const thread = threads[index % threads.length] as (typeof threads)[number];
    const invokedAtMs = random() * endMs;
    const endedAtMs = invokedAtMs + 1 + random() * 40;
    const seenAtMs = invokedAtMs + random() * (endedAtMs - invokedAtMs);
    const isOut = seenAtMs >= fromMs && seenAtMs < appliedAtMs;
    const seen = effects.filter(({ atMs }) => atMs <= seenAtMs);
    const pending = isOut ? seen.filter(({ atMs }) => atMs >= fromMs) : [];
    const messages = [
      ...textsIn(
        thread.id,
        seen.filter((effect) => !pending.includes(effect)),
      ).map((text) => ({ text })),
      ...textsIn(thread.id, pending).map((text) => ({ text, isPending: true })),
    ];
    const source = isOut ? 'stale cache' : random() < 0.5 ? 'database' : 'fresh cache';
    const isRefused = isOut && random() < 0.1;
    return {
      id: `read ${index}`,
      user: thread.owner,
      session: `${thread.owner} ${Math.floor(random() * 2)}`,
      threadId: thread.id,
      invokedAtMs,
      endedAtMs,
      answer: isRefused
        ? { kind: 'cannot be checked now' }
        : { kind: 'messages', source, messages, ...(isOut && { ageMs: seenAtMs - fromMs }) },
    };
  });
}
