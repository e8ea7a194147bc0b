import type { BehaviourKind } from '../behaviour';
import type { LimitForm } from '../limit-form';
import { type BehaviourRow, both, errors } from './behaviour-row';

const limited = errors(
  'nothing, RateLimitError 429 rate_limit_exceeded',
  'nothing, RateLimitError 429 rate_limit_error',
);

const asks = (form: LimitForm): BehaviourRow => ({
  behaviour: { kind: 'rate-limiting', asks: { form, forMs: 1_500 } },
  ...limited,
});

const ofAnthropic = ({ behaviour, anthropic }: BehaviourRow): BehaviourRow => ({
  behaviour,
  ...(anthropic === undefined ? {} : { anthropic }),
});

/** The rows about limits and about how long a provider asks to be left alone. Every row is asked twice. */
export const limitRows = {
  healthy: [
    {
      behaviour: { kind: 'healthy', headers: { 'x-ratelimit-remaining-requests': '0', 'x-odd': 'soon' } },
      ...both('the answer, finished'),
    },
    {
      behaviour: { kind: 'healthy', usedUp: { form: 'requests-reset', forMs: 1_500 } },
      ...both('the answer, finished'),
    },
    {
      behaviour: { kind: 'healthy', usedUp: { form: 'tokens-reset', forMs: 90_000 } },
      ...both('the answer, finished'),
    },
    ofAnthropic({
      behaviour: { kind: 'healthy', usedUp: { form: 'output-tokens-reset', forMs: 1_500 } },
      ...both('the answer, finished'),
    }),
  ],
  failing: [
    {
      behaviour: { kind: 'failing', status: 503, retryAfter: '2' },
      ...errors(
        'nothing, InternalServerError 503 server_error',
        'nothing, ServiceUnavailableError 503 api_error',
      ),
    },
  ],
  overloaded: [
    {
      behaviour: { kind: 'overloaded', retryAfter: '2', retryAfterMs: '1500' },
      ...errors(
        'nothing, InternalServerError 503 server_is_overloaded',
        'nothing, OverloadedError 529 overloaded_error',
      ),
    },
  ],
  'rate-limiting': [
    {
      behaviour: {
        kind: 'rate-limiting',
        retryAfter: '7',
        retryAfterMs: '-1',
        headers: { 'retry-after': 'soon' },
      },
      ...limited,
    },
    { behaviour: { kind: 'rate-limiting' }, ...limited },
    asks('seconds'),
    asks('milliseconds'),
    asks('date'),
    asks('requests-reset'),
    asks('tokens-reset'),
    ofAnthropic(asks('input-tokens-reset')),
    ofAnthropic(asks('output-tokens-reset')),
  ],
  limited: [
    {
      behaviour: { kind: 'limited', requests: 2, perMs: 600_000, beforeFirstTokenMs: 5 },
      ...both('the answer, finished'),
    },
    { behaviour: { kind: 'limited', requests: 1, perMs: 600_000 }, ...limited },
  ],
} satisfies Partial<Record<BehaviourKind, readonly BehaviourRow[]>>;
