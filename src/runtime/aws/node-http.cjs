// Functions get this module instead of `node:http`. An ES module import reads every export of a Node.js module. One export of `node:http`
// loads undici, which no function uses, and that takes 12 to 24 ms of each cold start.
module.exports = process.getBuiltinModule('node:http');
