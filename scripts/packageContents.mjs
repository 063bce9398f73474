import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { capture } from './processes.mjs';
import { projectEnvironment, projectNpmEnvironment, projectRoot } from './projectInstall.mjs';

/** The packed extension. */
export const vsixPath = join(projectRoot, 'dist', 'sneakernet.vsix');

const limitBytes = 2_000_000;

/**
 * The files that are executed. The threads' bundles are named only by the runner, and the names of the extension's
 * chunks come from the build.
 */
const bundles = [
  'client',
  'server',
  'runner',
  'workThread',
  'webview/pageScript',
  'webview/jrmReview',
  'browser/client',
  'browser/server',
].map((name) => `dist/${name}.js`);

const allowed = [
  /^(package|package\.nls(\.[\w-]+)?|language-configuration)\.json$/,
  // The targets of findings' links.
  /^docs\/rules\/([\w-]+\/)?[\w-]+\.md$/,
  /^l10n\/bundle\.l10n(\.[\w-]+)?\.json$/,
  /^schemas\/(sneakernet|jrm)\.schema\.json$/,
  /^(snippets|syntaxes)\/[\w-]+(\.(tmLanguage|language-configuration))?\.json$/,
  /^media\/walkthrough\/\w+\.svg$/,
  // The files that *Open Sample Job* copies.
  /^samples\/(mistakes|shipment)\//,
  /^images\/(icon\.png|view\.svg)$/,
  /^(README|CHANGELOG)\.md$/,
  /^(LICENSE|ThirdPartyNotices\.txt)$/,
];

/**
 * @returns {Promise<string[]>} what is wrong with the packed extension: too large; an unexpected file; a missing file
 * that is executed, required by a licence or named in package.json; or an npm package with other files.
 */
export async function problemsOfPackage(manifest) {
  const problems = [];
  const { size } = statSync(vsixPath);
  if (size > limitBytes) problems.push(`${vsixPath} has ${size} bytes, more than ${limitBytes}.`);
  const { stdout, stderr, code } = await capture('vsce', ['ls', '--no-dependencies'], {
    cwd: projectRoot,
    env: projectEnvironment(),
  });
  if (code !== 0) return [...problems, `vsce ls: ${stderr}`];
  const needed = [...bundles, ...readdirSync(join(projectRoot, 'dist', 'client')).map((name) => `dist/client/${name}`)];
  const packed = new Set(
    stdout
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  );
  for (const name of packed) {
    if (!needed.includes(name) && !allowed.some((pattern) => pattern.test(name)))
      problems.push(`${name} is packed, and nothing that runs needs it.`);
  }
  for (const name of [...needed, 'ThirdPartyNotices.txt']) {
    if (!packed.has(name)) problems.push(`${name} is not packed, and has to be.`);
  }
  for (const name of namedFiles(manifest)) {
    if (!packed.has(name.replace(/^\.\//, ''))) problems.push(`package.json names ${name}, which is not packed.`);
  }
  return [...problems, ...(await problemsOfNpmPackage(packed))];
}

/** Checks that the npm package has the same files as the extension. */
async function problemsOfNpmPackage(packed) {
  const { stdout, stderr, code } = await capture('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: projectRoot,
    env: projectNpmEnvironment(),
  });
  if (code !== 0) return [`npm pack: ${stderr}`];
  const inNpm = new Set(JSON.parse(stdout)[0].files.map(({ path }) => path));
  const added = [...inNpm]
    .filter((name) => !packed.has(name))
    .map((name) => `${name} is in the npm package and not in the extension.`);
  const missing = [...packed]
    .filter((name) => !inNpm.has(name))
    .map((name) => `${name} is in the extension and not in the npm package.`);
  return [...added, ...missing];
}

function namedFiles(manifest) {
  const { languages, grammars, snippets, jsonValidation = [], walkthroughs = [] } = manifest.contributes;
  return [
    manifest.main,
    manifest.browser,
    manifest.icon,
    ...languages.map(({ configuration }) => configuration),
    ...grammars.map(({ path }) => path),
    ...snippets.map(({ path }) => path),
    ...jsonValidation.map(({ url }) => url),
    ...walkthroughs.flatMap(({ steps }) => steps.map(({ media }) => media.svg)),
  ];
}
