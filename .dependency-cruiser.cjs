/** Imports that the layout rules out. `npm run lint` checks them, type imports too. */

/** Folders of a place from the ground up: each may import those below it. */
const FLOORS = {
  'src/runtime': [['library', 'observability'], ['environment', 'http', 'aws'], ['users', 'mails'], ['tenants'], ['members'], ['invitations'], ['functions']],
  'local': [['client', 'process'], ['engine', 'browser', 'story'], ['dashboard'], ['app'], ['examples'], ['commands']],
  'dashboard/src': [
    ['configuration', 'session', 'invitation-link', 'styles'], ['ui'], ['states'], ['tenant', 'frame'], ['sign-in'], ['verification'],
    ['account', 'accept-invitation', 'activity', 'invitations', 'members', 'my-tenants', 'tenant-information'], ['app'], ['start'],
  ],
};

function upwardImports([place, floors]) {
  return floors.slice(0, -1).map((folders, floor) => ({
    name: `upward-import-in-${place.replace('/', '-')}`,
    comment: `In ${place}, a folder imports from the folders below it only. Move what both need down, or the importing file up.`,
    severity: 'error',
    from: { path: `^${place}/(${folders.join('|')})/` },
    to: { path: `^${place}/(${floors.slice(floor + 1).flat().join('|')})/` },
  }));
}

module.exports = {
  forbidden: [
    {
      name: 'import-circle',
      comment: 'Files that import each other can only be understood together. Give what both need a file of its own.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'function-imports-function',
      comment: 'A Lambda function stands alone: what two functions need belongs in a folder beside functions.',
      severity: 'error',
      from: { path: '^src/runtime/functions/([^/]+)/' },
      to: { path: '^src/runtime/functions/', pathNot: '^src/runtime/functions/$1/' },
    },
    ...Object.entries(FLOORS).flatMap(upwardImports),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.dev.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: 'node_modules|^lib/|^assets/' },
  },
};
