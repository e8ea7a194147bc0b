import type { UserSettings } from '../environments/service/service-settings';

/** The users of the specification, by name. Tokens are worth nothing outside a run. */
export const personas = {
  Ada: { name: 'Ada', plan: 'paying', token: 'token-of-ada' },
  Ben: { name: 'Ben', plan: 'trial', token: 'token-of-ben' },
  Cleo: { name: 'Cleo', plan: 'paying', token: 'token-of-cleo' },
  Dan: { name: 'Dan', plan: 'trial', token: 'token-of-dan' },
} satisfies Record<string, UserSettings>;

export type PersonaName = keyof typeof personas;

export type Plan = UserSettings['plan'];

/** One of those who have this plan; each in turn. */
export function personaWith(plan: Plan, turn: number): PersonaName {
  const names = (Object.keys(personas) as PersonaName[]).filter((name) => personas[name].plan === plan);
  return names[turn % names.length] as PersonaName;
}
