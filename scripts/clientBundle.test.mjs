import { createRequire, isBuiltin } from 'node:module';
import { build } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import { extension } from '../esbuild.mjs';
import { loadedWith } from './extensionChunks.mjs';
import { projectRoot } from './projectInstall.mjs';

/** The sources loaded at activation, and those that may be loaded later, by path. */
let atActivation;
let all;
let text;

const nodeRequire = createRequire(import.meta.url);

beforeAll(async () => {
  const { metafile, outputFiles } = await build({ ...extension, absWorkingDir: projectRoot, write: false });
  const inputsOf = (outputs) => [...new Set(outputs.flatMap((path) => Object.keys(metafile.outputs[path].inputs)))];
  atActivation = inputsOf(loadedWith(metafile, 'dist/client.js'));
  all = inputsOf(Object.keys(metafile.outputs));
  text = outputFiles.find(({ path }) => path.endsWith('client.js')).text;
}, 60_000);

it("The extension host loads none of the rules: their texts and examples are the server's", () => {
  expect(all.filter((path) => path.includes('core/src/rules/catalogue/'))).toEqual([]);
});

it.each([
  ['the library of the protocol', /\/vscode-languageclient\//],
  ['the reader of job files', /\/jsonc-parser\//],
  ['the style of pages', /^client\/src\/webview\/pageStyle\.ts$/],
  ...[
    'backup/encryptedBackup',
    'checklist/checklist',
    'checklist/preShipmentChecklist',
    'compare/compareJrm',
    'drive/preparedDrive',
    'jobView/jobTree',
    'jrm/jrmReview',
    'newJob/newJob',
    'plan/planJob',
    'plan/planPage',
    'prepare/prepareDrives',
    'runs/runNotices',
    'sampleJob/openSampleJob',
    'sessions/sessionCommands',
    'upload/copyForUpload',
    'validateJob',
    'verify/verifyDrive',
  ].map((name) => [name, new RegExp(`^client/src/features/${name}\\.ts$`)]),
])('%s is loaded when it is wanted, not with the extension', (_, pattern) => {
  expect(all.filter((path) => pattern.test(path))).not.toEqual([]);
  expect(atActivation.filter((path) => pattern.test(path))).toEqual([]);
});

describe('At activation', () => {
  const required = [];
  let copies = 0;
  let exported;

  beforeAll(() => {
    const traps = {
      get: (_, key) => (key === Symbol.toPrimitive ? () => '' : anything),
      apply: () => anything,
      construct: () => anything,
      getPrototypeOf: () => anything,
      ownKeys: (target) => {
        copies++;
        return Reflect.ownKeys(target);
      },
    };
    const anything = new Proxy(class {}, traps);
    const require = (name) => {
      required.push(name);
      return name === 'vscode' ? anything : nodeRequire(name);
    };
    const module = { exports: {} };
    new Function('require', 'module', 'exports', text)(require, module, module.exports);
    exported = module.exports;
  });

  it('one file is loaded: each more would cost time', () => {
    expect(exported).toMatchObject({ activate: expect.any(Function), deactivate: expect.any(Function) });
    expect(required).toContain('vscode');
    expect(required.filter((name) => name !== 'vscode' && !isBuiltin(name))).toEqual([]);
  });

  it('what VS Code offers, hundreds of members, is copied for no file that imports it', () => {
    expect(copies).toBe(0);
  });
});
