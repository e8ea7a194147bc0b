require('ts-node/register');
const { profile } = require('./support/cucumber/profile');

module.exports = {
  default: profile({
    // Not what needs a quiet machine for minutes: a busy one would turn the run red and say nothing about the service.
    paths: ['features/*.feature'],
    require: [
      'support/world.ts',
      'support/parameter-types.ts',
      'support/hooks.ts',
      'step-definitions/**/*.ts',
    ],
  }),
};
