/** What may import what: parts, and the rooms of each. docs/architecture.md describes them. */

/** Tests may import any room of their part; their helpers are beside `src`. */
const tests = String.raw`\.test\.ts$|^[\w-]+/test/`;

/** Rooms from the ground up. A room may only import rooms in the lines above its own, and no file beside the rooms. */
export const rooms = {
  core: [
    'work bytes limits',
    'text',
    'csv names',
    'columns xml',
    'rules',
    'table sideFiles driveInfo driveManifest copyLog exportList',
    'driveset disk journal',
    'dataset importJob examples',
    'jrm',
    'job',
    'validate',
  ],
  server: ['runtime protocol language', 'disk job', 'documents', 'diagnostics jrmTree', 'jobReview'],
  'src-runner': [
    'language',
    'model',
    'kernels report',
    'volume backup',
    'pipeline',
    'threads',
    'scan',
    'plan',
    'job journal',
    'drives',
    'verify',
    'session',
    'cli',
  ],
  client: ['runner workbench views', 'server webview', 'jobs', 'runs', 'features'],
};

const forbid = (name, from, to) => ({ name, severity: 'error', from, to });
const alternatives = (names) => `(${names.join('|')})`;

const roomRules = Object.entries(rooms).flatMap(([part, lines]) => {
  const known = lines.join(' ').split(' ');
  return [
    forbid(
      `${part} has no such room`,
      { path: `^${part}/src/[^/]+/`, pathNot: `^${part}/src/${alternatives(known)}/` },
      {},
    ),
    ...lines.flatMap((line, at) => {
      const below = lines.slice(0, at).join(' ').split(' ').filter(Boolean);
      return line
        .split(' ')
        .map((room) =>
          forbid(
            `${part}/${room} imports rooms below it alone`,
            { path: `^${part}/src/${room}/`, pathNot: tests },
            { path: `^${part}/`, pathNot: `^${part}/src/${alternatives([...below, room])}/` },
          ),
        );
    }),
  ];
});

/** A package, resolved or not: one that exports only types under some conditions is not resolved. */
const packages = (...names) => `(^|^node_modules/|^node_modules/@types/)${alternatives(names)}(/|$)`;
const vscode = packages('vscode', 'vscode-languageclient');
const transport = packages('vscode-languageserver');

/**
 * The files of core that the client may import: pure functions over names and over texts that it has already read.
 * There are few, because the extension host has to start fast.
 */
const coreForClient = [
  'job/job',
  'journal/journalLock',
  'journal/recoveryLog',
  'limits/limits',
  'names/folderPath',
  'names/sessionId',
  'table/recognition',
  'table/tableKind',
  'text/byteCount',
  'text/localize',
];

const partRules = [
  forbid('core knows no other part', { path: '^core/' }, { path: '^(client|server|src-runner)/' }),
  forbid('core does no I/O', { path: '^core/', pathNot: tests }, { dependencyTypes: ['core'] }),
  forbid('core is for any host', { path: '^core/' }, { path: [vscode, transport] }),
  forbid('server knows core alone', { path: '^server/' }, { path: ['^(client|src-runner)/', vscode] }),
  forbid('features of the language are pure', { path: '^server/src/language/', pathNot: tests }, { path: transport }),
  forbid(
    'features of the language do no I/O',
    { path: '^server/src/language/', pathNot: tests },
    { dependencyTypes: ['core'] },
  ),
  forbid('src-runner knows core alone', { path: '^src-runner/' }, { path: ['^(client|server)/', vscode, transport] }),
  forbid(
    'client knows what core has for it',
    { path: '^client/', pathNot: tests },
    { path: '^core/', pathNot: String.raw`^core/src/${alternatives(coreForClient)}\.ts$` },
  ),
  forbid(
    'client loads rules late',
    { path: '^client/', pathNot: tests },
    { path: String.raw`^core/src/table/recognition\.ts$`, dynamic: false },
  ),
  forbid(
    'client has the types of a table alone',
    { path: '^client/', pathNot: tests },
    { path: String.raw`^core/src/table/tableKind\.ts$`, dependencyTypesNot: ['type-only'] },
  ),
  forbid(
    'client knows the protocol of server',
    { path: '^client/' },
    { path: ['^server/', transport], pathNot: '^server/src/protocol/' },
  ),
  forbid(
    'client knows the protocol of src-runner',
    { path: '^client/' },
    { path: '^src-runner/', pathNot: String.raw`^src-runner/src/protocol\.ts$` },
  ),
  forbid(
    'client runs src-runner as a process',
    { path: '^client/', pathNot: tests },
    { path: '^src-runner/', dependencyTypesNot: ['type-only'] },
  ),
];

export default {
  forbidden: [
    forbid('no cycles, types included', { path: `^${alternatives(Object.keys(rooms))}/` }, { circular: true }),
    ...partRules,
    ...roomRules,
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
  },
};
