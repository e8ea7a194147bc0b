/** Marks an attachment as the reason why a scenario is skipped; summary and report read it. */
export const SKIP_REASON_MEDIA_TYPE = 'text/x.skip-reason+plain';

/** The part of Cucumber's World that skipping needs. */
export interface Attaching {
  attach(data: string, mediaType: string): void | Promise<void>;
}

/**
 * Skips a scenario, saying why. In a hook: `return skipBecause(this, 'no redis-server on this machine; ...')`.
 * A scenario skipped in any other way turns the run red.
 * @param reason what is missing and what to do about it.
 */
export async function skipBecause(world: Attaching, reason: string): Promise<'skipped'> {
  await world.attach(reason, SKIP_REASON_MEDIA_TYPE);
  return 'skipped';
}
