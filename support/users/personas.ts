import type { UserSettings } from '../environments/service/service-settings';

/** The users of the specification, by name. Tokens are worth nothing outside a run. */
export const personas = {
  Ada: { name: 'Ada', plan: 'paying', token: 'token-of-ada' },
  Ben: { name: 'Ben', plan: 'trial', token: 'token-of-ben' },
} satisfies Record<string, UserSettings>;

export type PersonaName = keyof typeof personas;
