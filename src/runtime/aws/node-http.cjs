// What functions get in the place of `node:http`. An import of an ES module reads all that a module of Node.js exports, and one of the exports of
// this loads undici, which no function uses: 12 to 24 ms of each cold start.
module.exports = process.getBuiltinModule('node:http');
