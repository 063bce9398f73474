import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { expect, it } from 'vitest';

it('The extension host loads none of the rules: their texts and examples are the server\'s', async () => {
  const entryPoints = [fileURLToPath(new URL('../client/src/extension.ts', import.meta.url))];
  const { metafile } = await build({ entryPoints, bundle: true, write: false, metafile: true, platform: 'node', external: ['vscode'] });
  expect(Object.keys(metafile.inputs).filter((path) => path.includes('core/src/rules/catalogue/'))).toEqual([]);
}, 60_000);
