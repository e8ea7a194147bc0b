import { setTimeout as delay } from 'node:timers/promises';
import { nowMs } from '../../evidence/now';
import type { ScenarioEnvironment } from '../scenario-environment';
import type { PlannedOutage, Target } from './outage-plan';

/** An outage as it was. Times are milliseconds since the epoch. */
export interface RealOutage {
  readonly target: Target;
  readonly fault: string;
  /** When it began to be brought about. */
  readonly fromMs: number;
  /** When it was seen past the services. */
  readonly confirmedAtMs: number;
  /** When mending began. */
  readonly mendingAtMs: number;
  /** When the target was seen to be well again. */
  readonly toMs: number;
}

const servers = { database: 'postgresql', cache: 'redis' } as const;

/**
 * Breaks and mends what the plan says when it says so.
 * @returns when all is mended; by time of beginning.
 * @throws Compromised when a fault did not take, or does not go away.
 */
export async function sufferOutages(
  environment: ScenarioEnvironment,
  plan: readonly PlannedOutage[],
  beganAtMs: number,
): Promise<RealOutage[]> {
  return Promise.all(plan.map((each) => suffer(environment, each, beganAtMs)));
}

async function suffer(
  { ailments, servers: scenarioServers }: ScenarioEnvironment,
  { target, fault, atMs, forMs }: PlannedOutage,
  beganAtMs: number,
): Promise<RealOutage> {
  const isServer = target === 'database' || target === 'cache';
  const role = target.replace(' provider', '');
  await until(beganAtMs + atMs);
  const fromMs = nowMs();
  if (isServer) await scenarioServers.break(servers[target], fault);
  else await ailments.is(role, fault);
  const confirmedAtMs = nowMs();
  await until(beganAtMs + atMs + forMs);
  const mendingAtMs = nowMs();
  if (isServer) await scenarioServers.mend(servers[target]);
  else await ailments.isWellAgain(role);
  return { target, fault, fromMs, confirmedAtMs, mendingAtMs, toMs: nowMs() };
}

async function until(atMs: number): Promise<void> {
  await delay(Math.max(0, atMs - nowMs()));
}
