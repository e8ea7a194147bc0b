import type { User } from '../auth/user';

/** What is asked: by a user who waits for it, or on the side. */
export type Work = 'question' | 'background';

/** What wants to work with the database: what earns money, what people wait for, what is done on the side. */
type StorageWork = 'order' | 'conversation' | 'work on the side';

/** Orders before conversations before what is done on the side; within each, paying users before trial users. */
export const storageClasses = [
  'paying order',
  'trial order',
  'paying conversation',
  'trial conversation',
  'paying work on the side',
  'trial work on the side',
] as const;

export type StorageClass = (typeof storageClasses)[number];

/** The class of what somebody wants from the database, by the name of the operation. */
export function storageClassOf(plan: User['plan'], operation: string): StorageClass {
  const work: StorageWork =
    operation === 'order' ? 'order' : operation === 'summarise' ? 'work on the side' : 'conversation';
  return `${plan} ${work}`;
}

/** Paying users before trial users; what users wait for before what is done on the side, within a plan. First comes first. */
export const priorityClasses = [
  'paying question',
  'paying background',
  'trial question',
  'trial background',
] as const;

export type PriorityClass = (typeof priorityClasses)[number];

/** The class of somebody's request. */
export function priorityOf(plan: User['plan'], work: Work): PriorityClass {
  return `${plan} ${work}`;
}

const ranks: readonly string[] = [...storageClasses, ...priorityClasses];

/** Lower for those who come first; to be compared within one queue. */
export function rankOf(priority: PriorityClass | StorageClass): number {
  return ranks.indexOf(priority);
}
