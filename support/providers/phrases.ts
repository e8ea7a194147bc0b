import type { Behaviour } from './behaviour';

const halfWay = 4;

/**
 * The behaviours as they are said of a provider in a feature, after "the primary provider ...".
 * Half-way is after 4 tokens.
 */
export const behaviourPhrases: Readonly<Record<string, Behaviour>> = {
  'is healthy': { kind: 'healthy' },
  'is failing': { kind: 'failing' },
  'is failing behind its gateway': { kind: 'failing', status: 502 },
  'is not available': { kind: 'failing', status: 503 },
  'times out behind its gateway': { kind: 'failing', status: 504 },
  'is overloaded': { kind: 'overloaded' },
  'is hanging': { kind: 'hanging' },
  'holds its answers': { kind: 'held' },
  'refuses connections': { kind: 'unreachable', how: 'refused' },
  'resets connections': { kind: 'unreachable', how: 'reset' },
  'cannot be found by name': { kind: 'unreachable', how: 'name-not-resolved' },
  'shows an expired certificate': { kind: 'unreachable', how: 'certificate-expired' },
  'is slow to start': { kind: 'slow-to-start', beforeFirstTokenMs: 10_000 },
  drips: { kind: 'dripping', betweenTokensMs: 50 },
  'drips without an end': { kind: 'dripping', betweenTokensMs: 50, endless: true },
  'stalls before the first token': { kind: 'stalling', afterTokens: 0 },
  'stalls half-way': { kind: 'stalling', afterTokens: halfWay },
  'is cut short before the first token': { kind: 'cut-short', afterTokens: 0 },
  'is cut short half-way': { kind: 'cut-short', afterTokens: halfWay },
  'ends before the first token': { kind: 'ending-early', afterTokens: 0 },
  'ends early': { kind: 'ending-early', afterTokens: halfWay },
  'sends garbled data': { kind: 'garbled', afterTokens: 0 },
  'sends garbled data half-way': { kind: 'garbled', afterTokens: halfWay },
  'answers with nothing': { kind: 'empty' },
  'is rate limiting': { kind: 'rate-limiting', retryAfter: '1' },
  'is rate limiting without saying for how long': { kind: 'rate-limiting' },
  'is out of quota': { kind: 'out-of-quota' },
  'rejects the credentials': { kind: 'rejecting-credentials' },
  'refuses the content': { kind: 'refusing-content' },
  'finds the question too long': { kind: 'context-too-long' },
  'finds the request invalid': { kind: 'invalid-request' },
  'answers with an error page': { kind: 'html-error-page' },
  'answers with an error page and status 200': { kind: 'html-error-page', status: 200 },
  'reports an error inside the stream': { kind: 'error-inside-the-stream', afterTokens: 0 },
  'reports an error inside the stream before the first token': {
    kind: 'error-inside-the-stream',
    afterTokens: 0,
  },
  'reports an error inside the stream half-way': { kind: 'error-inside-the-stream', afterTokens: halfWay },
};

/** @throws naming the phrases that there are. */
export function behaviourByPhrase(phrase: string): Behaviour {
  const behaviour = Object.hasOwn(behaviourPhrases, phrase) ? behaviourPhrases[phrase] : undefined;
  if (behaviour !== undefined) return behaviour;
  const known = Object.keys(behaviourPhrases).join(', ');
  throw new Error(`No provider behaviour "${phrase}"; expected one of: ${known}`);
}
