import type { Variant } from './variant';
import { accountVariants } from './variants/account-variants';
import { backoffVariants } from './variants/backoff-variants';
import { cacheVariants } from './variants/cache-variants';
import { classVariants } from './variants/class-variants';
import { countingVariants } from './variants/counting-variants';
import { databaseVariants } from './variants/database-variants';
import { failoverVariants } from './variants/failover-variants';
import { journalVariants } from './variants/journal-variants';
import { levelVariants } from './variants/level-variants';
import { lifeVariants } from './variants/life-variants';
import { limitVariants } from './variants/limit-variants';
import { liveVariants } from './variants/live-variants';
import { lossVariants } from './variants/loss-variants';
import { openingVariants } from './variants/opening-variants';
import { outageVariants } from './variants/outage-variants';
import { poolVariants } from './variants/pool-variants';
import { priorityVariants } from './variants/priority-variants';
import { promiseVariants } from './variants/promise-variants';
import { queueVariants } from './variants/queue-variants';
import { rateVariants } from './variants/rate-variants';
import { recoveryVariants } from './variants/recovery-variants';
import { refusalVariants } from './variants/refusal-variants';
import { resumeVariants } from './variants/resume-variants';
import { situationVariants } from './variants/situation-variants';
import { streamVariants } from './variants/stream-variants';
import { telemetryVariants } from './variants/telemetry-variants';
import { tellingVariants } from './variants/telling-variants';
import { trialVariants } from './variants/trial-variants';
import { usageVariants } from './variants/usage-variants';
import { worthVariants } from './variants/worth-variants';
import { writtenDownVariants } from './variants/written-down-variants';

/** Every known-bad version of the reference service. */
export const variants: readonly Variant[] = [
  ...countingVariants,
  ...rateVariants,
  ...openingVariants,
  ...trialVariants,
  ...streamVariants,
  ...failoverVariants,
  ...classVariants,
  ...tellingVariants,
  ...recoveryVariants,
  ...telemetryVariants,
  ...databaseVariants,
  ...limitVariants,
  ...queueVariants,
  ...backoffVariants,
  ...resumeVariants,
  ...cacheVariants,
  ...journalVariants,
  ...lifeVariants,
  ...lossVariants,
  ...outageVariants,
  ...levelVariants,
  ...promiseVariants,
  ...poolVariants,
  ...accountVariants,
  ...situationVariants,
  ...writtenDownVariants,
  ...worthVariants,
  ...refusalVariants,
  ...usageVariants,
  ...priorityVariants,
  ...liveVariants,
];
