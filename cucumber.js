require('ts-node/register');
const { profile } = require('./support/cucumber/profile');

module.exports = {
  default: profile({
    paths: ['features/**/*.feature'],
    require: [
      'support/world.ts',
      'support/parameter-types.ts',
      'support/hooks.ts',
      'step-definitions/**/*.ts',
    ],
  }),
};
