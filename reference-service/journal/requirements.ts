/** What Redis must be set to, to be trusted with accepted writes. */
const required: [setting: string, allowed: RegExp, words: string][] = [
  ['appendonly', /^yes$/, 'yes'],
  ['appendfsync', /^always$/, 'always'],
  ['maxmemory-policy', /^(volatile-.*|noeviction)$/, 'volatile-* or noeviction'],
];

/**
 * Compares Redis' settings with what the journal needs.
 * @param settings as `CONFIG GET` tells them; what is missing counts as unmet.
 * @returns what must hold and does not, in words; empty when all is well.
 */
export function unmetRequirements(settings: Readonly<Record<string, string>>): string[] {
  return required
    .filter(([name, allowed]) => !allowed.test(settings[name] ?? ''))
    .map(([name, , words]) => `${name} must be ${words}; got ${settings[name] ?? 'no answer'}`);
}
