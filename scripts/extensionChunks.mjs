import { rmSync } from 'node:fs';
import { basename, dirname, relative, resolve } from 'node:path';
import { build } from 'esbuild';
import { projectRoot } from './projectInstall.mjs';

/**
 * For bundling an extension: makes one file of everything that is loaded with the entry, and a chunk for each
 * `import()`, in a folder with the entry's name. VS Code loads CommonJS, but esbuild splits only ES modules, so the
 * split output is converted to CommonJS. Code shared between chunks and the entry is in the entry's file, because every
 * further file at activation would cost time.
 */
export const extensionChunks = {
  name: 'extension-chunks',
  setup({ initialOptions: options, onEnd }) {
    const {
      absWorkingDir = projectRoot,
      outdir,
      entryPoints,
      platform,
      target,
      external,
      minify,
      sourcemap,
      legalComments,
      logLevel,
      supported,
      write = true,
    } = options;
    const [entry] = Object.keys(entryPoints);
    const entryPath = resolve(absWorkingDir, outdir, `${entry}.js`);
    const folder = resolve(absWorkingDir, outdir, entry);
    // The split output is in memory, under the paths of the final output.
    const commonJs = {
      absWorkingDir,
      bundle: true,
      format: 'cjs',
      platform,
      target,
      external,
      minify,
      sourcemap,
      legalComments,
      logLevel,
      supported,
      write,
      allowOverwrite: true,
    };
    Object.assign(options, {
      absWorkingDir,
      format: 'esm',
      splitting: true,
      chunkNames: `${entry}/[name]-[hash]`,
      supported: {},
      sourcemap: sourcemap ? 'inline' : false,
      metafile: true,
      write: false,
    });
    onEnd(async (split) => {
      if (split.errors.length > 0) return;
      const texts = new Map(split.outputFiles.map(({ path, text }) => [path, text]));
      const early = loadedWith(split.metafile, relative(absWorkingDir, entryPath).replaceAll('\\', '/')).map((path) =>
        resolve(absWorkingDir, path),
      );
      const late = [...texts.keys()].filter((path) => !early.includes(path));
      // Chunks are named by their content, so those of an earlier build would stay.
      if (write) rmSync(folder, { recursive: true, force: true });
      const results = await Promise.all([
        build({
          ...commonJs,
          outfile: entryPath,
          stdin: { contents: entryText(entryPath, early), resolveDir: dirname(entryPath) },
          plugins: [splitFiles(texts, early, late)],
        }),
        build({
          ...commonJs,
          outdir: folder,
          outbase: folder,
          entryPoints: late,
          plugins: [sharedWithEntry(entryPath, early), splitFiles(texts, late, late)],
        }),
      ]);
      split.outputFiles = results.flatMap(({ outputFiles = [] }) => outputFiles);
    });
  },
};

/** The outputs of a build that are loaded with one of them: itself and its static imports. */
export function loadedWith({ outputs }, path) {
  const found = new Set([path]);
  for (const each of found) {
    for (const { path: imported, kind, external } of outputs[each].imports)
      if (kind === 'import-statement' && !external) found.add(imported);
  }
  return [...found];
}

/** The name under which the entry's file exports its shared code. */
const sharedName = (early, path) => `shared${early.indexOf(path)}`;

/** The exports of the entry, and everything that it shares with chunks. */
function entryText(entryPath, early) {
  const from = (path) => JSON.stringify(`./${relative(dirname(entryPath), path).replaceAll('\\', '/')}`);
  return early
    .map((path) =>
      path === entryPath
        ? `export * from ${from(path)};`
        : `export * as ${sharedName(early, path)} from ${from(path)};`,
    )
    .join('\n');
}

/** Reads split files from memory; chunks are loaded when they are imported. */
function splitFiles(texts, inlined, chunks) {
  return {
    name: 'split-files',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^/ }, ({ path: specifier, kind, resolveDir }) => {
        const path = resolve(resolveDir, specifier);
        if (kind !== 'entry-point' && chunks.includes(path)) return { path: specifier, external: true };
        return inlined.includes(path) ? { path } : undefined;
      });
      onLoad({ filter: /\.js$/ }, ({ path }) => ({ contents: withRequires(texts.get(path)), loader: 'js' }));
    },
  };
}

/**
 * Replaces imports from Node and VS Code by `require`. Otherwise esbuild would give each importing file a copy of the
 * module with a getter for each member: with some sixty files and hundreds of members of `vscode`, that would take most
 * of the activation time.
 */
function withRequires(text) {
  return text.replace(
    /\bimport\s*(?:\*\s*as\s+(?<all>[\w$]+)|\{(?<some>[^}]*)\})\s*from\s*(?<from>"(?!\.)[^"]+");/g,
    (...found) => {
      const { all, some, from } = found.at(-1);
      return `const ${all ?? `{${some.replace(/\s+as\s+/g, ':')}}`}=require(${from});`;
    },
  );
}

/** What a chunk imports from the entry's file. */
function sharedWithEntry(entryPath, early) {
  return {
    name: 'shared-with-entry',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\./ }, ({ path: specifier, resolveDir }) => {
        const path = resolve(resolveDir, specifier);
        return early.includes(path) ? { path, namespace: 'shared' } : undefined;
      });
      onResolve({ filter: /^/, namespace: 'shared' }, ({ path }) => ({ path, external: true }));
      onLoad({ filter: /^/, namespace: 'shared' }, ({ path }) => ({
        contents: `module.exports = require("../${basename(entryPath)}")${path === entryPath ? '' : `.${sharedName(early, path)}`};`,
      }));
    },
  };
}
