import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** Writes docs/rules/ anew from the rule catalogue. */
const pagesDirectory = new URL('../docs/rules/', import.meta.url);

const { outputFiles } = await build({
  entryPoints: [fileURLToPath(new URL('../core/src/examples/rulePage.ts', import.meta.url))],
  bundle: true,
  format: 'esm',
  platform: 'node',
  write: false,
  logLevel: 'warning',
});
const { rulePages } = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);

await rm(pagesDirectory, { recursive: true, force: true });
for (const [path, page] of rulePages()) {
  const file = fileURLToPath(new URL(path, pagesDirectory));
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, page);
}
