import { ContainersEnvironment } from './containers/containers-environment';
import { EmbeddedEnvironment } from './embedded/embedded-environment';
import type { Environment, EnvironmentContext } from './environment';

/** Which environment a run uses, and the sentence about it that the run prints. */
export interface Selection {
  readonly environment: Environment;
  /** For example `Environment: embedded (containers refused: ...)`. */
  readonly explanation: string;
}

/** In the order in which they are preferred. */
const environments: readonly (new (context: EnvironmentContext) => Environment)[] = [
  ContainersEnvironment,
  EmbeddedEnvironment,
];

/**
 * Chooses where the servers come from: what `ENVIRONMENT` says, else containers where they are available, else embedded.
 * Starts nothing.
 * @param forced the value of `ENVIRONMENT`; empty or undefined leaves the choice open.
 * @param candidates for tests.
 * @throws when the value names no environment, or when none that may be chosen is available; with the reasons.
 */
export async function selectEnvironment(
  context: EnvironmentContext,
  forced: string | undefined = process.env.ENVIRONMENT,
  candidates: readonly Environment[] = environments.map((Kind) => new Kind(context)),
): Promise<Selection> {
  const names = candidates.map(({ name }) => name);
  if (forced && !names.includes(forced as Environment['name'])) {
    throw new Error(
      `ENVIRONMENT must be one of: ${names.join(', ')}; got "${forced}"; correct it, or unset it to let the run choose`,
    );
  }
  const refusals: string[] = [];
  for (const environment of candidates) {
    if (forced && environment.name !== forced) continue;
    const availability = await environment.availability();
    if (availability.available) return { environment, explanation: explain(environment, forced, refusals) };
    refusals.push(`${environment.name} refused: ${availability.reasons.join('; ')}`);
  }
  const asked = forced ? `ENVIRONMENT=${forced} must be available` : 'an environment must be available';
  throw new Error(`${asked}, and is not. ${refusals.join('. ')}. \`npm run doctor\` tells what to do`);
}

function explain({ name }: Environment, forced: string | undefined, refusals: readonly string[]): string {
  if (forced) return `Environment: ${name} (forced by ENVIRONMENT=${forced})`;
  return refusals.length === 0 ? `Environment: ${name}` : `Environment: ${name} (${refusals.join('; ')})`;
}
