import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/**
 * Writes everything that is generated from the catalogue of rules: docs/rules/, and the rules in the schema of
 * sneakernet.json; and from the table of commands: docs/command-line.md, and the table in the README.
 */
const pagesDirectory = new URL('../docs/rules/', import.meta.url);
const schemaFile = new URL('../schemas/sneakernet.schema.json', import.meta.url);

const commandLineFile = new URL('../docs/command-line.md', import.meta.url);
const readmeFile = new URL('../README.md', import.meta.url);

const { rulePages, ruleCodes } = await evaluated(
  '../core/src/',
  `export { rulePages } from './examples/rulePage'; export { ruleCodes } from './rules/catalogue';`,
);
const { commandLinePage, commandTableRows } = await evaluated(
  '../src-runner/src/cli/',
  `export * from './commandLinePage';`,
);

/** The exports of a module of ours. */
async function evaluated(folder, contents) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: fileURLToPath(new URL(folder, import.meta.url)) },
    bundle: true,
    format: 'cjs',
    platform: 'node',
    write: false,
    logLevel: 'warning',
  });
  const module = { exports: {} };
  new Function('module', 'exports', 'require', outputFiles[0].text)(
    module,
    module.exports,
    createRequire(import.meta.url),
  );
  return module.exports;
}

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

await writeFile(commandLineFile, commandLinePage());
const readme = await readFile(readmeFile, 'utf8');
const begin = '<!-- commands, by npm run docs -->\n';
const [above, rest] = readme.split(begin);
await writeFile(
  readmeFile,
  `${above}${begin}| command | |\n|---|---|\n${commandTableRows()}\n${rest.slice(rest.indexOf('<!-- end of commands -->'))}`,
);
