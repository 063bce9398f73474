import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openDataset } from '../dataset/datasetTable';
import { noDiskFacts } from '../disk/diskFacts';
import { openDriveset } from '../driveset/drivesetTable';
import { datasetHeader, drivesetHeader } from '../examples/exampleFile';
import { applyEdits } from '../text/textEdit';
import { collectFindings, findingsOfRow } from './findings';
import { fixAll } from './fixAll';
import type { TableDocument } from './tableDocument';
import { detectDialect } from './tableKind';
import type { TableKind } from './tableKind';

const key = '060456-014509-132033-080300-252615-584177-672089-411631';
const open = (text: string, kind: TableKind): TableDocument =>
  kind === 'driveset'
    ? openDriveset(text, { context: { tracked: false } })
    : openDataset(text, { context: { dialect: detectDialect(text), nativePaths: false, disk: noDiskFacts } }).table;

/**
 * The characters of data, without separators, quotes and spaces. Columns may be reordered, so the order does not count.
 */
const data = (text: string): string =>
  Array.from(text.toLowerCase().replaceAll(/[\s\ufeff"\u201c-\u201f\u00ab\u00bb,;:\\/-]/g, ''))
    .sort()
    .join('');

/** Numbers of findings by code, so that a solved one does not hide a new one. */
function counts(table: TableDocument): Map<string, number> {
  const found = new Map<string, number>();
  for (const { code } of collectFindings(table, 5000).listed) found.set(code, (found.get(code) ?? 0) + 1);
  return found;
}

/** Numbers of findings, by code, that have guesses but no certain fix: these must remain. */
function leftToGuess(table: TableDocument): Map<string, number> {
  const found = new Map<string, number>();
  for (const row of table.csv.markedRows()) {
    for (const finding of findingsOfRow(table, row)) {
      table.read(row);
      const fixes = finding.fixes?.() ?? [];
      if (fixes.length > 0 && fixes.every(({ certainty }) => certainty === 'guess'))
        found.set(finding.code, (found.get(finding.code) ?? 0) + 1);
    }
  }
  return found;
}

const name = fc.constantFrom('Photos', 'My Photos', '2019', 'Band 4, 5', 'été', 'x.y', 'Ledger (old)', 'a;b');
const directory = fc
  .tuple(fc.constantFrom('F:', 'G:', '\\\\nas\\data'), fc.array(name, { minLength: 1, maxLength: 3 }))
  .map(([root, names]) => `${root}\\${names.join('\\')}\\`);
const quoted = (value: string) => (/[\s",;]/.test(value) ? `"${value}"` : value);
const datasetRow = fc
  .tuple(
    directory,
    fc.constantFrom('photos/', 'photos/2019/', 'backups/a/', 'music/x y/'),
    fc.constantFrom('BlockBlob', 'PageBlob', ''),
    fc.constantFrom('rename', 'overwrite', 'no-overwrite', ''),
    fc.boolean(),
    fc.boolean(),
  )
  .map(([source, destination, type, disposition, none, file]) =>
    [
      quoted(file ? `${source}a.txt` : source),
      quoted(file ? `${destination}a.txt` : destination),
      type,
      disposition,
      none ? 'None' : '',
      '',
    ].join(','),
  );
const filesRow = fc
  .tuple(directory, fc.constantFrom('share/', 'share/in/'))
  .map(([source, destination]) => [quoted(source), destination, 'file'].join(','));
const drivesetRow = fc
  .tuple(
    fc.constantFrom('D', 'E', 'F', 'G', 'H', 'I', 'J', 'K'),
    fc.constantFrom(
      `AlreadyFormatted,SilentMode,AlreadyEncrypted,${key}`,
      'Format,SilentMode,Encrypt,',
      'AlreadyFormatted,PromptOnFormat,Encrypt,',
    ),
  )
  .map((parts) => parts.join(','));

const file = fc.oneof(
  fc.record({
    kind: fc.constant<TableKind>('dataset'),
    header: fc.constant(datasetHeader('blob')),
    rows: fc.array(datasetRow, { minLength: 1, maxLength: 5 }),
  }),
  fc.record({
    kind: fc.constant<TableKind>('dataset'),
    header: fc.constant(datasetHeader('files')),
    rows: fc.array(filesRow, { minLength: 1, maxLength: 5 }),
  }),
  fc.record({
    kind: fc.constant<TableKind>('driveset'),
    header: fc.constant(drivesetHeader),
    rows: fc.array(drivesetRow, { minLength: 1, maxLength: 5 }),
  }),
);

type Mutation = (text: string, at: number) => string;
const everywhere =
  (pattern: RegExp, replacement: string): Mutation =>
  (text) =>
    text.replaceAll(pattern, replacement);
const nth =
  (pattern: RegExp, replacement: string | ((found: string) => string)): Mutation =>
  (text, at) => {
    const places = [...text.matchAll(pattern)];
    const place = places[at % Math.max(1, places.length)];
    if (!place) return text;
    return (
      text.slice(0, place.index) +
      (typeof replacement === 'string' ? replacement : replacement(place[0])) +
      text.slice(place.index + place[0].length)
    );
  };
const mutations: readonly Mutation[] = [
  everywhere(/,/g, ', '),
  everywhere(/,/g, ';'),
  everywhere(/,/g, '\t'),
  nth(/,/g, ' ,'),
  nth(/,/g, ',\t'),
  nth(/,/g, ',\u00a0'),
  nth(/,/g, ''),
  nth(/,/g, ',,'),
  nth(/\n/g, ' '),
  nth(/\n/g, ','),
  nth(/\n/g, ''),
  nth(/\n/g, '\n\n'),
  nth(/\n/g, '\n\ufeff'),
  nth(/"/g, ''),
  nth(/"/g, '“'),
  nth(/"/g, '"x'),
  everywhere(/"/g, '”'),
  everywhere(/"/g, ''),
  nth(/[^\n]+/g, (line) => `"${line.replaceAll('"', '""')}"`),
  nth(/[^\n]+/g, (line) => line.toLowerCase()),
  nth(/[A-Z][a-z]+/g, (word) => word.toUpperCase()),
  nth(/[A-Z][a-z]+/g, (word) => `${word} `),
  nth(/[A-Z][a-z]+/g, (word) => word.slice(1)),
  nth(/\w+/g, (word) => `No${word}`),
  nth(/\w+/g, ''),
  nth(/\\/g, '\\\\'),
  nth(/\\/g, '/'),
  nth(/\\/g, '\\.\\'),
  nth(/\//g, '\\'),
  nth(/\//g, '//'),
  nth(/\w+\//g, '$WEB/'),
  nth(/\w+\//g, (container) => `https://acc.blob.core.windows.net/${container}`),
  nth(/BlockBlob|Format|Encrypt\b/g, (value) => `${value}ed`),
  (text) => `Job 42\n${text}`,
  (text) => `sep=,\n${text}`,
  (text) => text.slice(text.indexOf('\n') + 1),
  (text, at) => text.slice(0, at % (text.length + 1)) + text.slice((at % (text.length + 1)) + 1),
  (text, at) => text.slice(0, at % (text.length + 1)) + '",;x '.charAt(at % 5) + text.slice(at % (text.length + 1)),
  (text) =>
    text
      .split('\n')
      .map((line) => line.split(',').reverse().join(','))
      .join('\n'),
  (text) =>
    text
      .split('\n')
      .map((line) => line.split(',').slice(0, -1).join(','))
      .join('\n'),
];
const mutated = fc
  .tuple(
    file,
    fc.array(fc.tuple(fc.nat({ max: mutations.length - 1 }), fc.nat({ max: 5000 })), { minLength: 1, maxLength: 3 }),
    fc.boolean(),
  )
  .map(([{ kind, header, rows }, steps, final]) => {
    const whole = [header, ...rows].join('\n') + (final ? '\n' : '');
    return { kind, text: steps.reduce((text, [index, at]) => mutations[index]!(text, at), whole) };
  });

/** Texts that once violated this law. */
const broke: [{ kind: TableKind; text: string }][] = [
  ' ',
  'BasePath,DstItemPath"OrPrefix,ItemType "\\\\nas\\data\\Band 4, 5\\",share/,file',
  'BasePath,DstItemPath"OrPrefix,"ItemType \\\\nas\\data\\Band 4",5\\,share/,file',
  '"basepath,dstitempathorprefix,itemtype"x\nF:\\Photos\\,share/,file',
  'BasePath,DstItemathOrPrefix,Ite"mType\n"F:\\a;b\\",share\\in/,file',
  'BasePath,DstItemPathOrPrefix,ItemType\n"F:\\a;b\\",/https://acc.blob.core.windows.net/in/,file',
  'Job 42\nBasePath\tDstBlobPathOrPrefix\tBlobType\tDisposition\tMetadataFile\tPropertiesFile F:\\Photos\\\tphotos/\tBlockBlob\trename\t\t',
].map((text) => [{ kind: 'dataset', text }]);

describe('Fix all, on a file with mistakes in it', () => {
  it('loses no character of data, is done in one application, adds no finding and applies no guess', () => {
    fc.assert(
      fc.property(mutated, ({ kind, text }) => {
        const before = open(text, kind);
        const after = applyEdits(text, fixAll(before));
        expect(data(after)).toBe(data(text));
        const fixed = open(after, kind);
        expect(fixAll(fixed)).toEqual([]);
        const was = counts(before);
        if (after === text) return;
        // A mended row may turn out to be a duplicate. Where structure is mended, values can be judged that could not
        // be before. All other counts decrease.
        const isStructural = [...was.keys()].some((code) =>
          /^csv\/(?!space|column-missing|column-unknown|no-records)/.test(code),
        );
        const isRelation = (code: string) =>
          /^dataset\/(?:base-path-(?:duplicate|overlap)|destination-conflict)$|^driveset\/(?:drive-letter|key)-duplicate$/.test(
            code,
          );
        if (!isStructural)
          for (const [code, count] of counts(fixed))
            if (!isRelation(code)) expect(count, code).toBeLessThanOrEqual(was.get(code) ?? 0);
        if (!isStructural)
          for (const [code, count] of leftToGuess(before))
            if (!isRelation(code)) expect(counts(fixed).get(code) ?? 0, code).toBeGreaterThanOrEqual(count);
      }),
      { numRuns: 5_000, examples: broke },
    );
  });
});
