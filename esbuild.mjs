import { build, context } from 'esbuild';
import { buildGrammars } from './syntaxes/build.mjs';

/** One bundle per process: the extension, the language server, the prep runner, its threads; and what the extension loads late. */
const entryPoints = {
  client: 'client/src/extension.ts',
  protocolClient: 'client/src/protocolClient.ts',
  server: 'server/src/main.ts',
  runner: 'src-runner/src/main.ts',
  workThread: 'src-runner/src/workThread.ts',
};

const options = {
  entryPoints,
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  format: 'cjs',
  // The CommonJS build of jsonc-parser requires its parts in a way that no bundler can follow.
  mainFields: ['module', 'main'],
  // The oldest hosts: VS Code 1.91 runs extensions on Node 20.9, the runner needs 20.19.
  target: 'node20.9',
  external: ['vscode', './protocolClient'],
  // `require` for what is loaded late, which finds bundles without their extension.
  supported: { 'dynamic-import': false },
  minify: !process.argv.includes('--dev'),
  sourcemap: process.argv.includes('--dev') ? 'linked' : false,
  legalComments: 'none',
  logLevel: 'warning',
};

buildGrammars();
if (process.argv.includes('--watch')) {
  await (await context(options)).watch();
} else {
  await build(options);
}
