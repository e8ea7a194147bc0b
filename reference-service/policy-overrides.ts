import { type Policy, productionPolicy } from './policy';

/** A part of a policy, as deep as needed. */
export type PolicyOverrides = DeepPartial<Policy>;

type DeepPartial<T> = { [K in keyof T]?: T[K] extends object ? DeepPartial<T[K]> : T[K] };

/**
 * The production defaults with parts replaced.
 * @throws when a name is unknown or a value is not of the kind that stands there.
 */
export function policyWith(overrides: PolicyOverrides = {}, base: Policy = productionPolicy): Policy {
  return replaced(base as unknown as Tree, overrides as unknown as Tree, 'policy') as unknown as Policy;
}

/** Below one of these nothing would ever be let through, or an open time would shrink. */
const atLeastOne = new Set([
  'trials',
  'windowCalls',
  'openGrowth',
  'maxAttempts',
  'maxAttemptsPerProvider',
  'maxConcurrent',
  'maxConnections',
  'slowChecks',
  'firstPerSecond',
  'doublingMs',
  'mostPerSecond',
  'lookMs',
  'leaseMs',
  'retryMs',
  'flushMs',
  'batchSize',
  'heartbeatMs',
  'silentAfterMs',
  'bufferBytes',
]);

interface Tree {
  [name: string]: Tree | number | boolean;
}

function replaced(base: Tree, overrides: Tree, path: string): Tree {
  const result: Tree = structuredClone(base);
  for (const [name, value] of Object.entries(overrides)) {
    const standing = base[name];
    const here = `${path}.${name}`;
    if (standing === undefined) {
      throw new Error(`No policy named "${here}"; expected one of: ${Object.keys(base).join(', ')}`);
    }
    if (typeof value !== typeof standing || value === null) {
      const kind = typeof standing === 'object' ? 'an object' : `a ${typeof standing}`;
      throw new Error(`${here} must be ${kind}; got ${JSON.stringify(value)}`);
    }
    if (typeof value === 'number' && !(Number.isFinite(value) && value >= 0)) {
      throw new Error(`${here} must be a number of at least 0; got ${value}`);
    }
    if (atLeastOne.has(name) && (value as number) < 1) {
      throw new Error(`${here} must be at least 1; got ${value}`);
    }
    result[name] = typeof value === 'object' ? replaced(standing as Tree, value, here) : value;
  }
  return result;
}
