import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build, context } from 'esbuild';
import { extensionChunks } from './scripts/extensionChunks.mjs';
import { noticesPath, noticesText } from './scripts/thirdPartyNotices.mjs';
import { buildGrammars } from './syntaxes/build.mjs';

const common = {
  bundle: true,
  format: 'cjs',
  minify: !process.argv.includes('--dev'),
  sourcemap: process.argv.includes('--dev') ? 'linked' : false,
  legalComments: 'eof',
  logLevel: 'warning',
  // With several files, a late import becomes a `require` of another file; in a single file, it is evaluated late.
  supported: { 'dynamic-import': false },
};

const nodeHost = {
  ...common,
  outdir: 'dist',
  platform: 'node',
  // The CommonJS build of jsonc-parser requires its parts in a way that no bundler can resolve.
  mainFields: ['module', 'main'],
  // The oldest hosts: VS Code 1.91 runs extensions on Node 20.9; the runner needs 20.19.
  target: 'node20.9',
  external: ['vscode'],
};

/** For Node: the extension, in several files, because VS Code compiles what it loads before the extension can start. */
export const extension = {
  ...nodeHost,
  entryPoints: { client: 'client/src/extension.ts' },
  plugins: [extensionChunks],
};

/** For Node, one bundle per process: the language server, the prep runner and its threads. */
const processes = {
  ...nodeHost,
  entryPoints: {
    server: 'server/src/main.ts',
    runner: 'src-runner/src/main.ts',
    workThread: 'src-runner/src/workThread.ts',
  },
};

/**
 * For browsers: the extension, which a web worker can only load as one file, and the language server in its own worker.
 */
const browser = {
  ...common,
  entryPoints: { client: 'client/src/browserExtension.ts', server: 'server/src/browserMain.ts' },
  outdir: 'dist/browser',
  platform: 'browser',
  mainFields: ['browser', 'module', 'main'],
  target: 'es2023',
  external: ['vscode'],
};

/** The scripts of the extension's pages, which run in a browser. */
const pages = {
  ...common,
  entryPoints: {
    'webview/pageScript': 'client/src/webview/browser/pageScript.ts',
    'webview/jrmReview': 'client/src/webview/browser/jrmReview.ts',
  },
  outdir: 'dist',
  platform: 'browser',
  format: 'iife',
  target: 'es2022',
};

/** All bundles. */
export const bundles = [extension, processes, browser, pages];

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  buildGrammars();
  if (process.argv.includes('--watch')) {
    for (const options of bundles) await (await context(options)).watch();
  } else {
    const metafiles = [];
    for (const options of bundles) metafiles.push((await build({ ...options, metafile: true })).metafile);
    writeFileSync(noticesPath, noticesText(metafiles));
  }
}
