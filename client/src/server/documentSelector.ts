/** A glob that matches a word in any case, because VS Code's globs are case-sensitive on Linux. */
export const anyCase = (word: string): string =>
  word.replaceAll(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);

/** The languages that the extension contributes. */
export const languages = [
  'importexport-dataset',
  'importexport-driveset',
  'importexport-jrm',
  'importexport-jrm-xml',
  'importexport-journal',
  'importexport-manifest',
  'importexport-driveinfo',
  'importexport-sidefile',
  'importexport-copylog',
] as const;

/**
 * The documents that the server sees: by language, and by name for users whose CSV files belong to another extension's
 * language. The languages have no scheme, so that untitled documents are included.
 */
export const documentSelector: ({ language: string } | { pattern: string })[] = [
  ...languages.map((language) => ({ language })),
  { pattern: `**/*${anyCase('dataset')}*.${anyCase('csv')}` },
  { pattern: `**/*${anyCase('driveset')}*.${anyCase('csv')}` },
  { pattern: `**/*.${anyCase('jr')}[mnMN]` },
  { pattern: '**/{job,sneakernet}.json' },
  // XML that keeps its own language: the root element tells the server which file of a job it is.
  {
    pattern: `**/*{${['metadata', 'propert', 'driveinfo', 'drivemanifest', 'copylog', 'verboselog', 'errorlog', 'bloblist', 'filelist', 'export'].map(anyCase).join()}}*.${anyCase('xml')}`,
  },
  // Side files and lists can have any name; those with these names are checked.
  {
    pattern: `**/*{${['metadata', 'propert', 'copylog', 'verboselog', 'bloblist'].map(anyCase).join()}}*.{${['txt', 'log'].map(anyCase).join()}}`,
  },
  // Files that create an import job without the portal can have any name; those with these names are checked.
  {
    pattern: `**/*{${['import', 'template', 'body', 'parameters', 'azuredeploy', 'drive'].map(anyCase).join()}}*.${anyCase('json')}`,
  },
  {
    pattern: `**/*{${['import', 'ship', 'drive'].map(anyCase).join()}}*.{${['sh', 'ps1', 'cmd', 'bat'].map(anyCase).join()}}`,
  },
  { pattern: `**/*.${anyCase('azcli')}` },
  { pattern: `**/*.${anyCase('manifest')}` },
  { pattern: `**/*_{error,verbose}.${anyCase('xml')}` },
  // A drive info is named after a serial number.
  { pattern: `**/[0-9A-Z][0-9A-Z]*[0-9]*.${anyCase('xml')}` },
];
