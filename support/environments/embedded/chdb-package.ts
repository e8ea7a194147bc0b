/**
 * Looks whether the ClickHouse engine is installed, an optional dependency of some 540 MB.
 * @throws a message saying how to get it.
 */
export function findChdb(): string {
  try {
    return require.resolve('chdb');
  } catch (cause) {
    throw new Error(
      'ClickHouse needs the package chdb, which is not installed: it exists for Linux (glibc) and macOS, on x64 and arm64; ' +
        'there, `npm ci` without `--omit=optional` installs it',
      { cause },
    );
  }
}
