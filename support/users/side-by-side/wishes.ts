import { seededRandom } from '../../random/seeded-random';
import { customers, type Operation, type PersonaName } from '../personas';
import { arrivalsBy } from '../traffic/arrival-phrases';
import { skewedChoice } from '../traffic/skewed-choice';

/** One thing that a user wants at a moment. */
export interface Wish {
  /** From the beginning, milliseconds. */
  readonly atMs: number;
  readonly operation: Operation;
  /** Which of the conversations it concerns, where it concerns one. */
  readonly conversation: number;
  /** Who wants what concerns none. */
  readonly user: PersonaName;
}

/** Of a hundred. */
export const mix: Readonly<Record<Operation, number>> = {
  ask: 40,
  read: 32,
  write: 13,
  order: 10,
  summarise: 5,
};

/** How many, how often, and over how many conversations. */
export interface Demand {
  readonly count: number;
  readonly perSecond: number;
  readonly conversations: number;
  readonly seed: number;
}

/** What users want, by time: each when it comes to mind, some conversations far more often than others. */
export function wishesFor({ count, perSecond, conversations, seed }: Demand): Wish[] {
  const random = seededRandom(seed);
  const choose = skewedChoice(conversations, random);
  const offsetsMs = arrivalsBy(`at random, ${perSecond} a second on average`, count, random);
  return offsetsMs.map((atMs) => ({
    atMs,
    operation: operationAt(100 * random()),
    conversation: choose(),
    user: customers[Math.floor(random() * customers.length)] as PersonaName,
  }));
}

function operationAt(point: number): Operation {
  let sum = 0;
  for (const [operation, share] of Object.entries(mix)) {
    sum += share;
    if (point < sum) return operation as Operation;
  }
  return 'ask';
}
