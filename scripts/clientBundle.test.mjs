import { build } from 'esbuild';
import { beforeAll, expect, it } from 'vitest';
import { extension } from '../esbuild.mjs';
import { loadedWith } from './extensionChunks.mjs';
import { projectRoot } from './projectInstall.mjs';

/** What is loaded before the extension can begin, and whatever it may load, by the paths of sources. */
let atActivation;
let all;

beforeAll(async () => {
  const { metafile } = await build({ ...extension, absWorkingDir: projectRoot, write: false });
  const inputsOf = (outputs) => [...new Set(outputs.flatMap((path) => Object.keys(metafile.outputs[path].inputs)))];
  atActivation = inputsOf(loadedWith(metafile, 'dist/client.js'));
  all = inputsOf(Object.keys(metafile.outputs));
}, 60_000);

it('The extension host loads none of the rules: their texts and examples are the server\'s', () => {
  expect(all.filter((path) => path.includes('core/src/rules/catalogue/'))).toEqual([]);
});

it.each([
  ['the library of the protocol', /\/vscode-languageclient\//],
  ['the reader of job files', /\/jsonc-parser\//],
])('%s is loaded after activation', (_, pattern) => {
  expect(all.filter((path) => pattern.test(path))).not.toEqual([]);
  expect(atActivation.filter((path) => pattern.test(path))).toEqual([]);
});
