const labelled = (verdict) => ({ labels: { verdict: new RegExp(`^${verdict}$`) } });

/** Sorted by the label that support/cucumber/allure-reporter.ts gives every scenario; the first that matches takes it. */
const categories = [
  {
    name: 'Failed specification',
    matchers: [labelled('failed')],
    groupBy: [{ label: 'story' }],
    expand: true,
  },
  { name: 'Compromised: the environment was not sound', matchers: [labelled('compromised')], expand: true },
  { name: 'Inconclusive: too few samples', matchers: [labelled('inconclusive')], expand: true },
  { name: 'Hook failed', matchers: [labelled('hook-failed')], expand: true },
  { name: 'Not implemented: undefined, ambiguous or pending', matchers: [labelled('not-implemented')] },
  { name: 'Did not end', matchers: [labelled('unfinished')] },
  { name: 'Skipped without a reason', matchers: [labelled('skipped-without-reason')] },
  { name: 'Skipped with a reason', matchers: [labelled('skipped')], groupByMessage: true },
];

export default {
  name: 'Resilience specification',
  output: 'reports',
  resultsDir: 'allure-results',
  categories,
  // Not the verdict: categories see only the labels that are shown.
  hideLabels: ['thread', 'location'],
  plugins: {
    allure: {
      import: '@allurereport/plugin-awesome',
      options: {
        reportName: 'Resilience specification',
        singleFile: true,
        reportLanguage: 'en',
        theme: 'auto',
        groupBy: ['epic', 'feature', 'story'],
        publish: false,
      },
    },
  },
};
