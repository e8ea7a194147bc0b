import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

/**
 * Where this user's runs keep their folders, made if need be.
 *
 * One folder for each boot and process-id namespace: pids and start times only tell runs apart within one, and a
 * container that shares the temporary folder with its host must not take the host's runs for dead.
 * @throws when somebody else owns the folder.
 */
export function runsFolder(): string {
  const { uid } = userInfo();
  const base = join(realpathSync(tmpdir()), `resilience-specification-${uid}`);
  // Others may pass through: as root, PostgreSQL runs under another account inside it.
  mkdirSync(base, { recursive: true, mode: 0o711 });
  const found = lstatSync(base);
  if (!found.isDirectory() || (uid >= 0 && found.uid !== uid)) {
    throw new Error(
      `${base} must be a folder owned by uid ${uid}; it is ${found.isDirectory() ? `owned by uid ${found.uid}` : 'no folder'}; ` +
        'remove it, or set TMPDIR to a folder of your own',
    );
  }
  const folder = join(base, placeName());
  mkdirSync(folder, { recursive: true, mode: 0o711 });
  return folder;
}

function placeName(): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8');
    const place = createHash('sha256').update(boot).update(readlinkSync('/proc/self/ns/pid'));
    return place.digest('hex').slice(0, 12);
  } catch {
    return 'here';
  }
}
