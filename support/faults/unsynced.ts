import type { Fault } from './fault';
import { redisSetting } from './redis-setting';

/** Redis says that a write is done before it is on the disk: what came in the last second may be gone after a death. */
export const unsynced = (): Fault => redisSetting('unsynced', 'appendfsync', 'everysec');
