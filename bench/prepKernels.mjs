import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const path = (name) => fileURLToPath(new URL(name, import.meta.url));
const program = path('.data/prepKernels.cjs');
await build({ entryPoints: [path('prepKernels.ts')], outfile: program, bundle: true, platform: 'node' });
try {
  await import(program);
} finally {
  rmSync(program);
}
