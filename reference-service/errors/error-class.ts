/**
 * How bad a failure is, and with that what is done about it:
 * transient: it may work the next moment: retry; degraded: this dependency does not work now, another may: fail over;
 * persistent: it will not work until somebody acts: fail over and alert; fatal: this very request cannot succeed: refuse.
 */
export type ErrorClass = 'transient' | 'degraded' | 'persistent' | 'fatal';

export type ErrorRoute = 'retry' | 'fail over' | 'alert' | 'refuse';

export const routeOf: Record<ErrorClass, ErrorRoute> = {
  transient: 'retry',
  degraded: 'fail over',
  persistent: 'alert',
  fatal: 'refuse',
};
