// Cucumber loads plugins and formatters before it registers ts-node, and by import(), which knows no TypeScript.
require('ts-node/register');

module.exports = require('../progress-formatter').ProgressFormatter;
