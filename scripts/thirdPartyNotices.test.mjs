import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { build } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundles } from '../esbuild.mjs';
import { projectRoot } from './projectInstall.mjs';
import { noticesText } from './thirdPartyNotices.mjs';

let results;
let text;

beforeAll(async () => {
  results = await Promise.all(
    bundles.map((options) => build({ ...options, absWorkingDir: projectRoot, write: false, metafile: true })),
  );
  text = noticesText(results.map(({ metafile }) => metafile));
}, 120_000);

/** All packages that a bundle was made from, however little of each is left. */
const folders = () => {
  const inputs = results.flatMap(({ metafile }) =>
    Object.values(metafile.outputs).flatMap((output) =>
      Object.keys(output.inputs).filter((path) => output.inputs[path].bytesInOutput > 0),
    ),
  );
  const parts = inputs
    .filter((path) => path.includes('node_modules/'))
    .map((path) => path.split('node_modules/').at(-1).split('/'));
  return [...new Set(parts.map(([first, second]) => (first.startsWith('@') ? `${first}/${second}` : first)))];
};

describe('The notices of what is bundled', () => {
  it('name every package that is in a bundle, with its version and licence', () => {
    const missing = folders().filter(
      (name) => !new RegExp(`^- ${name.replaceAll('.', '\\.')} \\d+\\.\\d+\\.\\d+\\S* \\(.+\\)$`, 'm').test(text),
    );
    expect(missing).toEqual([]);
    expect(folders()).toEqual(
      expect.arrayContaining([
        'saxes',
        'xmlchars',
        'jsonc-parser',
        '@noble/hashes',
        'age-encryption',
        'modern-tar',
        'vscode-languageserver',
        'vscode-languageclient',
      ]),
    );
  });

  it('hold the whole text of their licences', () => {
    for (const name of folders()) {
      const file = ['LICENSE', 'License.txt', 'LICENSE.md']
        .map((licence) => join(projectRoot, 'node_modules', name, licence))
        .find((path) => existsSync(path));
      if (file === undefined) continue;
      expect(text).toContain(readFileSync(file, 'utf8').replaceAll('\r\n', '\n').trim());
    }
    expect(text).toContain('Isaac Z. Schlueter and Contributors');
  });

  it('do not name what only builds and tests it', () => {
    expect(text).not.toMatch(/^- (esbuild|vitest|typescript|playwright-core) /m);
  });

  it('are asked for where a package brings no licence', () => {
    const folder = mkdtempSync(join(tmpdir(), 'notices-'));
    const thing = join(folder, 'node_modules', 'thing');
    mkdirSync(thing, { recursive: true });
    writeFileSync(join(thing, 'package.json'), JSON.stringify({ name: 'thing', version: '1.0.0', license: 'MIT' }));
    const metafile = {
      outputs: {
        'dist/x.js': {
          inputs: { [`${relative(projectRoot, thing).replaceAll('\\', '/')}/x.js`]: { bytesInOutput: 1 } },
        },
      },
    };
    try {
      expect(() => noticesText([metafile])).toThrow(/thing is bundled and has no licence file/);
      writeFileSync(join(thing, 'LICENCE.md'), 'Do with it what you want.');
      expect(noticesText([metafile])).toMatch(/^- thing 1\.0\.0 \(MIT\)$[^]*Do with it what you want\./m);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('stand in the bundles too, where a source asks for that', () => {
    const runner = results.flatMap(({ outputFiles }) => outputFiles).find(({ path }) => path.endsWith('runner.js'));
    expect(runner.text).toMatch(/Bundled license information:[^]*noble-hashes - MIT License/);
  });
});
