import type { User } from '../auth/user';

/** What is asked: by a user who waits for it, or on the side. */
export type Work = 'question' | 'background';

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

/** 0 for those who come first. */
export function rankOf(priority: PriorityClass): number {
  return priorityClasses.indexOf(priority);
}
