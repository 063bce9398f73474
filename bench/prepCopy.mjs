import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const path = (name) => fileURLToPath(new URL(name, import.meta.url));
await build({
  entryPoints: [path('prepCopy.ts'), path('../src-runner/src/pipeline/testThread.ts')],
  outdir: path('.data'),
  entryNames: '[name]',
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  format: 'esm',
});
const { status } = spawnSync(process.execPath, [path('.data/prepCopy.mjs'), ...process.argv.slice(2), path('.data/testThread.mjs')], { stdio: 'inherit' });
process.exitCode = status ?? 1;
