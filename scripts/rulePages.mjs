import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** Writes what is made from the rule catalogue anew: docs/rules/, and the rules that the schema of sneakernet.json knows. */
const pagesDirectory = new URL('../docs/rules/', import.meta.url);
const schemaFile = new URL('../schemas/sneakernet.schema.json', import.meta.url);

const { outputFiles } = await build({
  stdin: {
    contents: `export { rulePages } from './examples/rulePage'; export { ruleCodes } from './rules/catalogue';`,
    resolveDir: fileURLToPath(new URL('../core/src/', import.meta.url)),
  },
  bundle: true,
  format: 'esm',
  platform: 'node',
  write: false,
  logLevel: 'warning',
});
const { rulePages, ruleCodes } = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);

await rm(pagesDirectory, { recursive: true, force: true });
for (const [path, page] of rulePages()) {
  const file = fileURLToPath(new URL(path, pagesDirectory));
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, page);
}

const schema = JSON.parse(await readFile(schemaFile, 'utf8'));
const { rules, suppress } = schema.properties;
rules.propertyNames.enum = suppress.items.properties.code.enum = ruleCodes;
await writeFile(schemaFile, `${JSON.stringify(schema, null, 2)}\n`);
