'use strict';

/* For those who require: the module is loaded when it is first used. */
exports.load = async (...args) => (await import('./index.mjs')).load(...args);
exports.spread = async (...args) => (await import('./index.mjs')).spread(...args);
