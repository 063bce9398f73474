import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const path = (name) => fileURLToPath(new URL(name, import.meta.url));
await build({
  entryPoints: [path('prepCopy.ts'), path('copyThread.ts')],
  outdir: path('.data'),
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  format: 'esm',
});
const { status } = spawnSync(process.execPath, [path('.data/prepCopy.mjs'), ...process.argv.slice(2), path('.data/copyThread.mjs')], { stdio: 'inherit' });
process.exitCode = status ?? 1;
