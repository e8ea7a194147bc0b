/** A limit whose use is up, said by its reset header; the last two exist at Anthropic only. */
export type ResetForm = 'requests-reset' | 'tokens-reset' | 'input-tokens-reset' | 'output-tokens-reset';

/**
 * How a provider says for how long it is to be left alone: `Retry-After` in whole seconds, `retry-after-ms`,
 * `Retry-After` as an HTTP date (RFC 9110, 10.2.3), or the reset of a limit that is used up.
 */
export type LimitForm = 'seconds' | 'milliseconds' | 'date' | ResetForm;
