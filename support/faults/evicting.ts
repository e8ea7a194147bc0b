import type { Fault } from './fault';
import { redisSetting } from './redis-setting';

/** Redis may throw away whatever it likes when memory is short, also what was never to expire. */
export const evicting = (): Fault => redisSetting('evicting', 'maxmemory-policy', 'allkeys-lru');
