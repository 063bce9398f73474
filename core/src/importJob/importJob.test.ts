import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JournalDrives } from '../journal/journalDrives';
import { mergeJournalDrives, readJournalDrives } from '../journal/journalDrives';
import { formatMessage } from '../rules/message';
import type { Position } from '../text/position';
import { checkImportJob } from './checkImportJob';
import { isImportJob } from './importJob';

const keys = [
  '060456-014509-132033-080300-252615-584177-672089-411631',
  '699732-014509-132033-080300-252615-584177-672089-411631',
] as const;
const hashes = ['D863FE44F861AE0DA4DCEAEEFFCCCE68', '109B21108597EF36D5785F08303F3638'] as const;
const ids = ['WD-1', 'WD-2'] as const;
const record = (index: number, changed: { key?: string } = {}) =>
  [
    '[BeginUpdateRecord][2025/04/20 18:24:14.735][Type:ActivityRecord]',
    'ActivityId: DriveInfo',
    'DriveState: [BeginValue]',
    `<Drive><DriveId>${ids[index]!}</DriveId><BitLockerKey>${changed.key ?? keys[index]!}</BitLockerKey><ManifestFile>\\DriveManifest.xml</ManifestFile><ManifestHash>${hashes[index]!}</ManifestHash></Drive>`,
    '[EndValue]',
    '[EndUpdateRecord]',
    '',
  ].join('\n');
const journals = readJournalDrives(record(0) + record(1));

interface Drive {
  readonly driveId?: unknown;
  readonly bitLockerKey?: unknown;
  readonly manifestFile?: unknown;
  readonly manifestHash?: unknown;
}
const drive = (index: number, changed: Drive = {}) => ({
  driveId: ids[index],
  bitLockerKey: keys[index],
  manifestFile: '\\DriveManifest.xml',
  manifestHash: hashes[index],
  ...changed,
});
const json = (value: unknown) => JSON.stringify(value, undefined, 2);

/** The same two drives in all forms that the service, its templates and its command line accept. */
const forms: Readonly<Record<string, (one?: Drive, other?: Drive) => [name: string, text: string]>> = {
  'the body of a REST call': (one, other) => [
    'body.json',
    json({ location: 'westeurope', properties: { jobType: 'Import', driveList: [drive(0, one), drive(1, other)] } }),
  ],
  'a resource of a template': (one, other) => [
    'azuredeploy.json',
    `// made by hand\n${json({ resources: [{ type: 'Microsoft.ImportExport/jobs', properties: { DriveList: [drive(0, one), drive(1, other)] } }] })}`,
  ],
  'the parameters of a template': (one, other) => [
    'a.parameters.json',
    json({ parameters: { driveList: { value: [drive(0, one), drive(1, other)] } } }),
  ],
  'the newer API': (one, other) => {
    const named = (index: number, changed: Drive = {}): readonly [string, unknown] => {
      const { driveId, ...details } = drive(index, changed);
      return [String(driveId), details] as const;
    };
    return [
      'job.body.json',
      json({
        properties: {
          transferType: 'ImportToAzure',
          details: { importDiskDetailsCollection: Object.fromEntries([named(0, one), named(1, other)]) },
        },
      }),
    ];
  },
  'a command line of bash': (one, other) => [
    'import.sh',
    command('\\\n    ', drive(0, one), drive(1, other), (value) => `'${value}'`),
  ],
  'a command line of bash in double quotes': (one, other) => [
    'import.sh',
    command(' ', drive(0, one), drive(1, other), (value) => `"${value.replaceAll('\\', '\\\\')}"`),
  ],
  'a command line of PowerShell': (one, other) => [
    'import.ps1',
    command('`\r\n    ', drive(0, one), drive(1, other), (value) => `"${value}"`),
  ],
  'a command line of cmd': (one, other) => [
    'import.cmd',
    command('^\r\n    ', drive(0, one), drive(1, other), (value) => value),
  ],
};

function command(next: string, one: Drive, other: Drive, quoted: (value: string) => string): string {
  const list = (given: Drive) =>
    `--drive-list drive-id=${quoted(String(given.driveId))} bit-locker-key=${quoted(String(given.bitLockerKey))} ${next} manifest-file=${quoted(String(given.manifestFile))} manifest-hash=${quoted(String(given.manifestHash))} drive-header-hash=`;
  return `az import-export create --resource-group G --name J ${next}${list(one)} ${next}${list(other)} ${next}--type Import --location "West US"; echo done\n`;
}

/** Lines end with LF, CRLF or CR. */
function offsetOf(text: string, { line, character }: Position): number {
  const ends = [0, ...[...text.matchAll(/\r\n|\r|\n/g)].map((end) => end.index + end[0].length)];
  return ends[line]! + character;
}

/** The rule and text of each finding. */
function found(text: string, known: JournalDrives | 'none' = journals): string[] {
  return checkImportJob(text, known === 'none' ? undefined : known).map(
    ({ code, start, end }) => `${code}: ${text.slice(offsetOf(text, start), offsetOf(text, end))}`,
  );
}

describe.each(Object.entries(forms))('An import job in %s', (_, form) => {
  it('is known, and sound where it says what the journal does', () => {
    const [name, text] = form();
    expect(isImportJob(name, text)).toBe(true);
    expect(found(text)).toEqual([]);
    expect(found(text, 'none')).toEqual([]);
  });

  it('is told where it differs from the journal', () => {
    expect(found(form({ manifestHash: hashes[1] })[1])).toEqual([`import-job/manifest-hash: ${hashes[1]}`]);
    expect(found(form({}, { bitLockerKey: keys[0] })[1])).toEqual([`import-job/key: ${keys[0]}`]);
    expect(found(form({}, { driveId: 'WD-3' })[1])).toEqual(['import-job/drive: WD-3']);
    expect(checkImportJob(form({ manifestFile: '\\Other.xml' })[1], journals).map(({ code }) => code)).toEqual([
      'import-job/manifest-file',
    ]);
  });

  it('may write a hash in lower case, and the path of the manifest without its backslash', () => {
    expect(found(form({ manifestHash: hashes[0].toLowerCase(), manifestFile: 'DriveManifest.xml' })[1])).toEqual([]);
  });

  it('is repaired by what the journal says', () => {
    for (const changed of [{ manifestHash: hashes[1] }, { bitLockerKey: keys[1] }]) {
      const text = form(changed)[1];
      const [finding] = checkImportJob(text, journals);
      const [fix] = finding!.fixes!();
      expect(fix!.certainty).toBe('guess');
      const [{ range, text: written } = { range: finding!, text: '' }] = fix!.edits!;
      expect(text.slice(0, offsetOf(text, range.start)) + written + text.slice(offsetOf(text, range.end))).toBe(
        form()[1],
      );
    }
  });

  it('has no key in any message or title', () => {
    const text = form({ bitLockerKey: keys[1] }, { bitLockerKey: '123456-014509' })[1];
    for (const { code, variant, args = [], fixes } of checkImportJob(text, journals)) {
      expect(
        [
          formatMessage(code, variant, args),
          ...(fixes?.() ?? []).flatMap(({ title, args: titleArgs = [] }) => [title, ...titleArgs]),
        ].join(),
      ).not.toMatch(/014509/);
    }
  });
});

const body = (...drives: readonly unknown[]) => json({ properties: { driveList: drives } });

describe('An import job', () => {
  it('is told what a drive lacks', () => {
    expect(found(body(drive(0, { bitLockerKey: undefined, manifestHash: '', manifestFile: null }), drive(1)))).toEqual([
      'import-job/key: WD-1',
      'import-job/manifest-file: WD-1',
      'import-job/manifest-hash: ',
    ]);
    expect(found(body({}, drive(0), drive(1)))).toEqual([
      'import-job/drive: {',
      'import-job/key: {',
      'import-job/manifest-file: {',
      'import-job/manifest-hash: {',
    ]);
  });

  it('is told of a key that no drive can have, and of a hash that is none, without a journal too', () => {
    const wrong = body(
      drive(0, { bitLockerKey: '060457-014509-132033-080300-252615-584177-672089-411631', manifestHash: 'D863' }),
    );
    expect(found(wrong, 'none').map((text) => text.split(':')[0])).toEqual([
      'import-job/key',
      'import-job/manifest-hash',
    ]);
    expect(found(body(drive(0, { bitLockerKey: 'c2VjcmV0IGtleSBpbiBiYXNlNjQhISEh' })), 'none')).toEqual([]);
  });

  it('is told of a drive of the journal that it leaves out, and of one that stands twice', () => {
    expect(found(body(drive(0)))).toEqual(['import-job/drive-missing: WD-1']);
    expect(found(body(drive(0), drive(1), drive(1)))).toEqual(['import-job/drive: WD-2']);
  });

  it('that exports is not compared: its drives are empty', () => {
    expect(found(json({ properties: { jobType: 'Export', driveList: [drive(0, { bitLockerKey: '' })] } }))).toEqual([]);
    expect(
      found(
        json({
          properties: { transferType: 'ExportFromAzure', details: { importDiskDetailsCollection: { 'WD-9': {} } } },
        }),
      ),
    ).toEqual([]);
    const command = (type: string, key: string) =>
      `az import-export create --name J --drive-list drive-id=WD-1 bit-locker-key=${key} manifest-file=\\\\DriveManifest.xml manifest-hash=${hashes[0]} \\\n  --type ${type}\n`;
    expect(found(command('Export', 'x') + command('"export"', 'y'))).toEqual([]);
    expect(found(command('Export', 'x') + command('Import', keys[0]))).toEqual(['import-job/drive-missing: WD-1']);
  });

  it('is offered the id that is missing where it names another', () => {
    const [{ fixes } = { fixes: undefined }] = checkImportJob(body(drive(0), drive(1, { driveId: 'WD-3' })), journals);
    expect(fixes!().map(({ args }) => args)).toEqual([['WD-2']]);
  });

  it('is compared with what is known of it: parameters, expressions and variables are not', () => {
    expect(
      found(
        json({
          resources: [
            {
              properties: {
                driveList: [
                  {
                    driveId: "[parameters('id')]",
                    bitLockerKey: "[parameters('key')]",
                    manifestFile: "[variables('file')]",
                    manifestHash: "[parameters('hash')]",
                  },
                ],
              },
            },
          ],
        }),
      ),
    ).toEqual([]);
    expect(
      found(
        json({
          resources: [{ properties: { driveList: "[parameters('drives')]" } }],
          parameters: { driveList: { type: 'array', defaultValue: [drive(0, { manifestHash: hashes[1] }), drive(1)] } },
        }),
      ),
    ).toEqual([`import-job/manifest-hash: ${hashes[1]}`]);
    expect(
      found(
        'az import-export create --drive-list drive-id=WD-1 bit-locker-key="$KEY" manifest-file=\\\\DriveManifest.xml manifest-hash=%HASH% --drive-list drive-id=$ID bit-locker-key=$(cat key) manifest-file="${FILE}" manifest-hash=`cat hash`',
      ),
    ).toEqual([]);
  });

  it('is compared with all journals beside it, and with the last record of a drive', () => {
    const two = mergeJournalDrives([
      readJournalDrives(record(0, { key: keys[1] }) + record(0)),
      readJournalDrives(record(1)),
    ]);
    expect(found(body(drive(0), drive(1)), two)).toEqual([]);
  });

  it('is told of no unknown drive where a journal is damaged', () => {
    const damaged = readJournalDrives(`${record(0)}[BeginUpdateRecord]\n`);
    expect(found(body(drive(0), drive(1)), { ...damaged, isDamaged: true })).toEqual([]);
  });

  it('is none where other programs have such names', () => {
    expect(isImportJob('drives.json', json({ driveList: ['C:', 'D:'] }))).toBe(false);
    expect(isImportJob('a.json', json({ bitLockerKey: 'x' }))).toBe(false);
    expect(isImportJob('notes.txt', 'How to run az import-export list')).toBe(false);
    expect(isImportJob('a.csv', 'az import-export create --drive-list drive-id=A')).toBe(false);
  });

  it('may be any text', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"driveList":',
      '"importDiskDetailsCollection":',
      '"driveId":',
      '"WD-1"',
      '"bitLockerKey":',
      `"${keys[0]}"`,
      ',',
      ':',
      'null',
      '"value":',
      'az import-export create ',
      '--drive-list ',
      'drive-id=',
      'manifest-hash=',
      '"',
      "'",
      '\\\n',
      ' ',
      '\n',
      '`',
      'x',
      '--type',
      '\u0000',
      '\ud800',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const text = pieces.join('');
        for (const { start, end, fixes } of checkImportJob(text, journals)) {
          expect(offsetOf(text, start)).toBeLessThanOrEqual(offsetOf(text, end));
          expect(offsetOf(text, end)).toBeLessThanOrEqual(text.length);
          fixes?.();
        }
      }),
      { numRuns: 2000 },
    );
  });
});
