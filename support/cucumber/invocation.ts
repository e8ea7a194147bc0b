/** What the command line asked of Cucumber, as far as our own parts need it; Cucumber does not hand it to plugins. */
export interface Invocation {
  readonly isDryRun: boolean;
  /** Every tag expression given. */
  readonly tagExpressions: readonly string[];
  /** Every name pattern given. */
  readonly names: readonly string[];
  /** Feature files or folders given, which then replace the profile's. */
  readonly paths: readonly string[];
}

const OPTIONS_WITH_VALUE = new Set(
  ['-c', '--config', '-p', '--profile', '-f', '--format', '--format-options', '-i', '--import', '--language']
    .concat([
      '-l',
      '--loader',
      '-n',
      '--name',
      '--order',
      '--parallel',
      '-r',
      '--require',
      '--require-module',
    ])
    .concat(['--retry', '--retry-tag-filter', '--shard', '-t', '--tags', '--world-parameters', '--plugin'])
    .concat(['--plugin-options', '--i18n-keywords']),
);

/** @param argv the words after `node cucumber-js`. */
export function invocationOf(argv: readonly string[]): Invocation {
  const tagExpressions: string[] = [];
  const names: string[] = [];
  const paths: string[] = [];
  let isDryRun = false;
  for (let index = 0; index < argv.length; index++) {
    const [option = '', ...rest] = (argv[index] ?? '').split('=');
    const value = OPTIONS_WITH_VALUE.has(option)
      ? rest.length > 0
        ? rest.join('=')
        : (argv[++index] ?? '')
      : '';
    if (option === '-t' || option === '--tags') tagExpressions.push(value);
    else if (option === '-n' || option === '--name') names.push(value);
    else if (option === '-d' || option === '--dry-run') isDryRun = true;
    else if (!option.startsWith('-')) paths.push(argv[index] ?? '');
  }
  return { isDryRun, tagExpressions, names, paths };
}
