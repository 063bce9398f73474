import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './projectInstall.mjs';

/** Written by the build beside the bundles' sources, and included in the VSIX and the npm package. */
export const noticesPath = join(projectRoot, 'ThirdPartyNotices.txt');

/** Licences of packages that are published without one, by package name. */
const ownFolder = join(projectRoot, 'scripts', 'licences');

const isLicence = (name) => /^(licen[cs]e|copying|copyright|notices?|third-?party-?notices?)([-._].*)?$/i.test(name);

/** The folders of the packages in the bundles, according to the metafiles of their builds. */
export function bundledPackages(metafiles) {
  const inputs = metafiles.flatMap(({ outputs }) =>
    Object.values(outputs).flatMap((output) => Object.entries(output.inputs)),
  );
  // Packages of which the output contains nothing need no notice.
  const used = inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([path]) => path);
  const folders = used
    .map((path) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1])
    .filter((folder) => folder !== undefined);
  return [...new Set(folders)];
}

/**
 * The texts of a package's licences.
 *
 * @throws {Error} if it has none.
 */
function licenceTexts(folder, name) {
  const names = readdirSync(folder).filter(isLicence).sort();
  const own = join(ownFolder, `${name.replace('/', '__')}.txt`);
  const paths = names.length > 0 ? names.map((file) => join(folder, file)) : existsSync(own) ? [own] : [];
  if (paths.length === 0)
    throw new Error(`${name} is bundled and has no licence file: write what its licence asks for into ${own}.`);
  return paths.map((path) => readFileSync(path, 'utf8').replaceAll('\r\n', '\n').trim());
}

const rule = '='.repeat(78);

/** The notices of all packages in the bundles. */
export function noticesText(metafiles) {
  const packages = bundledPackages(metafiles).map((folder) => {
    const absolute = join(projectRoot, folder);
    const { name, version, license, homepage } = JSON.parse(readFileSync(join(absolute, 'package.json'), 'utf8'));
    if (typeof license !== 'string') throw new Error(`${name} does not say which licence it is under.`);
    return { title: `${name} ${version} (${license})`, homepage, texts: licenceTexts(absolute, name) };
  });
  const sections = [...new Map(packages.map((found) => [found.title, found])).values()].sort((a, b) =>
    a.title < b.title ? -1 : 1,
  );
  const written = sections.map(({ title, homepage, texts }) =>
    [rule, title, ...(homepage ? [homepage] : []), rule, '', texts.join('\n\n')].join('\n'),
  );
  return `Sneakernet contains parts of the following packages.\n\n${sections.map(({ title }) => `- ${title}`).join('\n')}\n\n${written.join('\n\n')}\n`;
}
