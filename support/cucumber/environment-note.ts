import type { Attaching } from './skip';

/** Marks an attachment as facts about the environment, for the report's environment page. */
export const ENVIRONMENT_NOTE_MEDIA_TYPE = 'application/x.environment-note+json';

/**
 * Adds facts that only a worker knows to the report's environment page (which environment was chosen, server versions).
 * Call it in a scenario's hook; once for each worker is enough. Later values of a key win.
 */
export async function noteEnvironment(
  world: Attaching,
  facts: Readonly<Record<string, string>>,
): Promise<void> {
  await world.attach(JSON.stringify(facts), ENVIRONMENT_NOTE_MEDIA_TYPE);
}
