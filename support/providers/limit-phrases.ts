import type { LimitForm } from './limit-form';

/** How a provider says for how long it wants to be left alone, as a feature says it. */
export const limitPhrases: Readonly<Record<string, LimitForm>> = {
  'in seconds': 'seconds',
  'in milliseconds': 'milliseconds',
  'as a date': 'date',
  'as the reset of its requests': 'requests-reset',
  'as the reset of its tokens': 'tokens-reset',
  'as the reset of its input tokens': 'input-tokens-reset',
  'as the reset of its output tokens': 'output-tokens-reset',
};
