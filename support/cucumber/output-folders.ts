/**
 * Where a run writes. `ALLURE_RESULTS_DIR` and `REPORTS_DIR` redirect it, so that a test that runs Cucumber on fixtures
 * leaves the real results alone.
 */
export function outputFolders(env: Readonly<Record<string, string | undefined>>): {
  results: string;
  reports: string;
} {
  return { results: env.ALLURE_RESULTS_DIR || 'allure-results', reports: env.REPORTS_DIR || 'reports' };
}
