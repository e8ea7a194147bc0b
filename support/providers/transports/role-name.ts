/** Roles become host names. @throws when this one cannot. */
export function mustBeRole(role: string, taken: ReadonlySet<string>): void {
  if (!/^[a-z][a-z0-9-]{0,40}$/u.test(role)) {
    throw new Error(
      `a provider's role must be lower-case letters, digits and dashes, for example "primary"; got "${role}"`,
    );
  }
  if (taken.has(role)) {
    throw new Error(
      `a provider's role must be free, got "${role}", taken with ${[...taken].join(', ')}; use the double that open() gave`,
    );
  }
}
