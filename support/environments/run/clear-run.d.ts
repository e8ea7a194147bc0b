import type { ProcessIdentity } from './processes';

/** Writes down a server's process in its run's folder, so that whoever clears up after a killed run finds it. */
export function recordServer(folder: string, name: string, identity: ProcessIdentity): void;

/** The server is gone. */
export function forgetServer(folder: string, identity: ProcessIdentity): void;

/** The servers written down in the folder. */
export function recordedServers(folder: string): (ProcessIdentity & { name: string })[];

/** Writes down how the engine is reached in which the run has containers. @param connection as dockerode takes it. */
export function recordEngine(folder: string, connection: object): void;

/** What every container of the run is to be labelled with. */
export function runLabel(folder: string): Record<string, string>;

/**
 * Kills the servers, and removes the containers, that a run's folder tells of and removes the folder. Harmless when that has been done, or while
 * somebody else does it.
 * @returns the names of the servers it killed.
 */
export function clearRun(folder: string): Promise<string[]>;

/** Gives back the shared memory of a PostgreSQL that was killed and will not start again on this data folder. */
export function removeSharedMemory(dataFolder: string): void;
