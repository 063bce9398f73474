import fc from 'fast-check';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Position, Range } from 'vscode-languageserver-types';
import { describe, expect, it } from 'vitest';
import { defaultRuleSettings } from '#core/rules/ruleSettings';
import { finish } from '#core/work/steps';
import type { FileKind } from '#core/job/fileKind';
import type { DocumentLanguage } from './documentLanguage';
import type { DocumentContext } from './languageContext';
import { documentLanguages } from './documentLanguages';
import type { DeferredFix } from './codeActions';
import { codeActions, resolveCodeAction } from './codeActions';
import { contextOf, dataset, datasetHeader, plainReading, withCursor } from '../../test/languageContext';

const key = '060456-014509-132033-080300-252615-584177-672089-411631';
const driveInfo = `<?xml version="1.0"?>\n<Drive>\n   <DriveId>WD-1</DriveId>\n   <BitLockerKey>${key}</BitLockerKey>\n   <ManifestFile>\\DriveManifest.xml</ManifestFile>\n   <ManifestHash>D863FE44F861AE0DA4DCEAEEFFCCCE68</ManifestHash>\n</Drive>\n`;
const record = (activity: string, ...lines: readonly string[]) =>
  [
    '[BeginUpdateRecord][2025/04/20 18:24:14.735][Type:ActivityRecord]',
    `ActivityId: ${activity}`,
    ...lines,
    '[EndUpdateRecord]',
    '',
  ].join('\n');

/** One file of each kind, with secrets where it can have any. */
const samples: Readonly<Partial<Record<FileKind, string>>> = {
  journal:
    record(
      'PrepImportDriveCommandContext',
      'SessionId: session#1',
      'LogDirectory: F:\\logs',
      'StorageAccountKey: c2VjcmV0',
      'Parameters: {"datasets":["F:\\\\dataset.csv"],"drivesets":[],"jrm":"F:\\\\a.jrm","planFile":"F:\\\\a.plan","planSha256":"","options":{}}',
    ) +
    record(
      'CopyDrive',
      'SessionId: session#1',
      'Drive: 0',
      'DriveLetter: G',
      'DriveId: WD-1',
      'Target: "G:\\\\"',
      'Capacity: 1000',
      `BitLockerKey: ${key}`,
      'BitLockerSecrets: {"k":"c2VjcmV0"}',
    ) +
    record('CopySession', 'SessionId: session#1', 'State: Interrupted') +
    record(
      'CopyProgress',
      'SessionId: session#1',
      'Drive: 0',
      'Next: 0 0',
      'Files: [BeginValue]',
      '0 . 1B2M2Y8AsgTpgAmY7PhCfg',
      '1 !changed',
      '[EndValue]',
    ) +
    record(
      'DriveInfo',
      'SessionId: session#1',
      'Drive: 0',
      'DriveState: [BeginValue]',
      ...driveInfo.trimEnd().split('\n'),
      '[EndValue]',
    ),
  'jrm-xml': `<?xml version="1.0"?>\n<JobResponseManifest>\n<JobId>J</JobId>\n<Drives>\n<Drive>\n<DriveId>WD-1</DriveId>\n<BitLockerKey>${key}</BitLockerKey>\n<VolumeLabel>DATA</VolumeLabel>\n</Drive>\n</Drives>\n<DataMapping>\n<Mapping>\n<SourcePath>F:\\a\\</SourcePath>\n<DestinationContainer>photos</DestinationContainer>\n<BlobType>BlockBlob</BlobType>\n<Drives>\n<DriveId>WD-1</DriveId>\n</Drives>\n</Mapping>\n</DataMapping>\n<Checksums>\n<Checksum>\n<FilePath>F:\\a\\a.jpg</FilePath>\n<SHA256>${'ab'.repeat(32)}</SHA256>\n<Size>10</Size>\n<DriveId>WD-1</DriveId>\n</Checksum>\n</Checksums>\n</JobResponseManifest>\n`,
  manifest: `<DriveManifest Version="2014-11-01">\n<Drive>\n<DriveId>WD-1</DriveId>\n<ContainerSas>https://a/b?sig=c2VjcmV0</ContainerSas>\n<BlobList Id="s-0">\n<MetadataPath Hash="x">\\s\\m.xml</MetadataPath>\n<Blob>\n<BlobPath>photos/a.jpg</BlobPath>\n<FilePath>\\s\\a.jpg</FilePath>\n<Length>10</Length>\n<ImportDisposition>rename</ImportDisposition>\n<BlockList>\n<Block Offset="0" Length="10" Hash="D41D8CD98F00B204E9800998ECF8427E"/>\n</BlockList>\n</Blob>\n</BlobList>\n</Drive>\n</DriveManifest>\n`,
  'drive-info': driveInfo,
  metadata: '<?xml version="1.0"?>\n<Metadata>\n  <owner>me</owner>\n  <Owner>you</Owner>\n</Metadata>\n',
  properties:
    '<Properties>\n  <Content-MD5>d41d8cd98f00b204e9800998ecf8427e</Content-MD5>\n  <Etag/>\n  <ContentType>a</ContentType>\n</Properties>\n',
  'copy-log':
    '<DriveLog>\n<DriveId>WD-1</DriveId>\n<Blob Status="CompletedWithErrors">\n<BlobPath>photos/a.jpg</BlobPath>\n<ImportDisposition Status="Renamed">rename</ImportDisposition>\n<PageRangeList>\n<PageRange Offset="0" Length="512" Status="Corrupted"/>\n</PageRangeList>\n<Metadata Status="FileNotFound"/>\n</Blob>\n<Status>CompletedWithErrors</Status>\n</DriveLog>\n',
  'export-list':
    '<?xml version="1.0"?>\n<BlobList>\n<BlobPath>photos/a.jpg</BlobPath>\n<blobPathPrefix>photos/</blobPathPrefix>\n<BlobPath/>\n<Nothing>x</Nothing>\n</BlobList>\n<AzureFileList>\n<FilePathPrefix>/share/</FilePathPrefix>\n<FilePath>/share/a.txt?sig=c2VjcmV0</FilePath>\n</AzureFileList>\n',
  'import-job': JSON.stringify(
    {
      properties: {
        driveList: [{ driveId: 'WD-1', bitLockerKey: key, manifestFile: '\\DriveManifest.xml', manifestHash: 'x' }, {}],
      },
    },
    undefined,
    2,
  ),
};
/** Files of kinds that have more than one form. */
const otherForms: readonly (readonly [FileKind, string])[] = [
  [
    'import-job',
    `az import-export create -g G \\\n  --drive-list drive-id=WD-1 bit-locker-key=${key} manifest-file="\\DriveManifest.xml" manifest-hash=x \\\n  --type Import\n`,
  ],
  [
    'copy-log',
    '<ErroredEntity CloudFormat="BlockBlob" Path="photos\\wild/a&amp;b.jpg">\n<Category>UploadErrorCloudHttp</Category>\n<ErrorCode>409</ErrorCode>\n<ErrorMessage>?sv=1&amp;sig=c2VjcmV0</ErrorMessage>\n<Type>File</Type>\n</ErroredEntity>\n<File CloudFormat="AzureFile" Path="share/b.txt" Size="1024" crc64="14179624636173788226"></File>\n<CopyLog Summary="Summary">\n<DriveLogVersion>2021-08-01</DriveLogVersion>\n<DriveId>WD-1</DriveId>\n<Status>Failed</Status>\n<Summary>\n<CopyErrors><ContainerRenamed Count="2" Description="x"/></CopyErrors>\n</Summary>\n</CopyLog>\n',
  ],
  [
    'drive-info',
    `[BeginUpdateRecord][2016/11/01 21:22:25.379][Type:ActivityRecord]\nActivityId: DriveInfo\nDriveState: [BeginValue]\n${driveInfo}[EndValue]\nSaveCommandOutput : Completed\n[EndUpdateRecord]\n`,
  ],
];
const secrets = /014509|132033|c2VjcmV0/;
const commands = ['sneakernet.resumePreparation', 'sneakernet.abortPreparation'];

function contextFor(language: DocumentLanguage, text: string): DocumentContext {
  const model = finish(language.read(text, plainReading));
  const table = dataset(`${datasetHeader}\nF:\\a\\,photos/,BlockBlob,rename,None,None\n`);
  return { ...contextOf(table, { snippets: true, commands }), uri: 'file:///job/file', model };
}

/** All answers of a language about a position. */
async function answers(language: DocumentLanguage, context: DocumentContext, position: Position): Promise<unknown[]> {
  const findings = Array.from(finish(language.findings(context)).found, (finding) => ({
    ...finding,
    fixes: finding.fixes?.(),
  }));
  return [
    findings,
    await language.hover?.(context, position),
    await language.completion?.(context, position),
    await language.symbols?.(context),
    await language.folding?.(context),
    await language.links?.(context),
    await language.definition?.(context, position),
    language.codeLenses?.(context),
  ];
}

/** All ranges in an answer, at any depth. */
function* rangesIn(answer: unknown): Generator<Range> {
  if (typeof answer !== 'object' || answer === null) return;
  if ('start' in answer && 'end' in answer && typeof answer.start === 'object') yield answer as Range;
  for (const member of Object.values(answer)) yield* rangesIn(member);
}

function isOutside(text: string, range: Range): boolean {
  const lines = text.split(/\r\n|\n|\r/);
  const inside = ({ line, character }: Position) => character >= 0 && character <= (lines[line]?.length ?? -1);
  return !inside(range.start) || !inside(range.end);
}

describe.each([...(Object.entries(samples) as [FileKind, string][]), ...otherForms])(
  'The language of a %s',
  (kind, sample) => {
    const language = documentLanguages[kind];

    it('answers at every place without a secret, whatever the line ends', async () => {
      for (const text of [sample, sample.replaceAll('\n', '\r\n'), sample.replaceAll('\n', '\r')]) {
        const context = contextFor(language, text);
        const lines = text.split(/\r\n|\n|\r/);
        for (const [line, { length }] of lines.entries()) {
          for (let character = 0; character <= length; character += 3) {
            const found = await answers(language, context, { line, character });
            expect(JSON.stringify(found)).not.toMatch(secrets);
            // Definitions are places in other files.
            expect(Array.from(rangesIn(found.toSpliced(6, 1))).filter((range) => isOutside(text, range))).toEqual([]);
          }
        }
      }
    });

    it('never stumbles, whatever is typed into it, and means places that exist', async () => {
      const part = fc.constantFrom(
        ...new Set(sample.split(/(?<=[<>"=:\]\s])/)),
        '<',
        '</',
        '>',
        '"',
        '\r',
        '\r\n',
        '\ud800',
        '<!--',
        ']]>',
        '&amp;',
        '[EndValue]',
        '\0',
      );
      const edit = fc.tuple(fc.nat(sample.length), fc.nat(40), fc.array(part, { maxLength: 4 }));
      await fc.assert(
        fc.asyncProperty(
          fc.array(edit, { minLength: 1, maxLength: 3 }),
          fc.nat(sample.length),
          async (edits, place) => {
            const context = contextFor(language, sample);
            let text = sample;
            for (const [at, length, parts] of edits) {
              const start = Math.min(at, text.length);
              const end = Math.min(start + length, text.length);
              const model = contextFor(language, text).model as unknown as { positionAt: (offset: number) => Position };
              context.model.edit({ start: model.positionAt(start), end: model.positionAt(end) }, parts.join(''));
              text = context.model.getText();
            }
            if (context.model.settle) finish(context.model.settle());
            const position = (context.model as unknown as { positionAt: (offset: number) => Position }).positionAt(
              place,
            );
            const found = await answers(language, context, position);
            expect(Array.from(rangesIn(found.toSpliced(6, 1))).filter((range) => isOutside(text, range))).toEqual([]);
          },
        ),
        { numRuns: 200 },
      );
    });
  },
);

/** The text of a hover at the cursor `‸`, without Markdown code marks. */
async function hoverAt(kind: FileKind, marked: string): Promise<string> {
  const { text, position } = withCursor(marked);
  const language = documentLanguages[kind];
  const found = await language.hover?.(contextFor(language, text), position);
  return (found?.contents as { value: string } | undefined)?.value.replaceAll('`', '') ?? '';
}

describe('A hover in a copy log of today', () => {
  const item =
    '<ErroredEntity CloudFormat="BlockBlob" Path="photos\\a.jpg"><Category>UploadErrorWin32</Category><ErrorCode>267</ErrorCode></ErroredEntity>';

  it.each([
    [
      'on a category',
      item.replace('UploadError', 'Upload‸Error'),
      /UploadErrorWin32: .*error "267".*Correct the name of the source/,
    ],
    ['on the item', item.replace('<Errored', '<Err‸ored'), /photos\\a\.jpg.*UploadErrorWin32: /s],
    [
      'on the category of an export job',
      item.replace('UploadError', 'Upload‸Error').replace('<ErrorCode>', '<ETag>0x8D</ETag><ErrorCode>'),
      /UploadErrorWin32: .*not on the drive/,
    ],
    [
      'on what is stored',
      '<Fi‸le CloudFormat="BlockBlob" Path="a/b" Size="1024" crc64="1"></File>',
      /copied.*a\/b, 1.* kB/s,
    ],
    ['on a sum', '<File CloudFormat="BlockBlob" Path="a/b" Size="1024" crc‸64="1"></File>', /NVME/],
    [
      'on the state of the drive',
      '<CopyLog Summary="Summary"><Status>Storage‸AccountNotAccessible</Status></CopyLog>',
      /firewall/,
    ],
    [
      'on a category of the summary',
      '<CopyLog Summary="Summary"><Status>Completed</Status><Summary><CopyErrors><Container‸Renamed Count="2"/></CopyErrors></Summary></CopyLog>',
      /violates an Azure naming rule/,
    ],
    [
      'on a category that nobody knows',
      item.replace('UploadErrorWin32', 'Mel‸ted'),
      /Melted \(\?\): .*not a documented category/,
    ],
  ])('%s says what it means and what to do', async (_, marked, expected) => {
    expect(await hoverAt('copy-log', marked)).toMatch(expected);
  });

  it('has an outline: the drive, and in it the items with what became of them', async () => {
    const language = documentLanguages['copy-log'];
    const log = `${item}<CopyLog Summary="Summary"><DriveId>WD-1</DriveId><Status>CompletedWithErrors</Status></CopyLog>`;
    expect(await language.symbols!(contextFor(language, log))).toMatchObject([
      {
        name: 'WD-1',
        detail: 'CompletedWithErrors · 1 UploadErrorWin32',
        range: { start: { character: 1 } },
        children: [{ name: 'photos\\a.jpg', detail: 'UploadErrorWin32' }],
      },
    ]);
  });
});

describe('An export list in the editor', () => {
  it.each([
    [
      '<BlobList><BlobPath>pictures/animals/ko‸ala.jpg</BlobPath></BlobList>',
      /The blob animals\/koala\.jpg in the container pictures/,
    ],
    ['<BlobList><Blob‸PathPrefix>/</BlobPathPrefix></BlobList>', /Every blob in the storage account/],
    ['<BlobList><BlobPathPrefix>/bo‸ok</BlobPathPrefix></BlobList>', /the containers whose name begins with book/],
    ['<BlobList><BlobPathPrefix>/music/‸</BlobPathPrefix></BlobList>', /Every blob in the container music/],
    [
      '<BlobList><BlobPathPrefix>/music/lo‸ve</BlobPathPrefix></BlobList>',
      /The blobs in the container music whose name begins with love/,
    ],
    [
      '<AzureFileList><FilePathPrefix>/share/d‸</FilePathPrefix></AzureFileList>',
      /The files in the share share whose path begins with d/,
    ],
  ])('says of %s what is exported', async (marked, expected) => {
    expect(await hoverAt('export-list', marked)).toMatch(expected);
  });

  it.each([
    ['‸', ['BlobList', 'AzureFileList']],
    ['<BlobList>‸</BlobList>', ['BlobPath', 'BlobPathPrefix']],
    ['<BlobList>\n<BlobPath>a/b</BlobPath>\n<Bl‸\n</BlobList>', ['BlobPath', 'BlobPathPrefix']],
    ['<BlobList></BlobList>\n<AzureFileList>\n‸\n</AzureFileList>', ['FilePath', 'FilePathPrefix']],
    ['<BlobList></BlobList>\n‸', ['AzureFileList']],
    ['<BlobList><BlobPath>a/‸</BlobPath></BlobList>', []],
  ])('completes %j', async (marked, expected) => {
    const { text, position } = withCursor(marked);
    const language = documentLanguages['export-list'];
    const items = (await language.completion!(contextFor(language, text), position)) as { label: string }[];
    expect(items.map(({ label }) => label)).toEqual(expected);
  });
});

describe('The fixes of files that are no tables', () => {
  const actionsOn = async (kind: FileKind, text: string, only?: readonly string[]) => {
    const language = documentLanguages[kind];
    const end = { line: text.split('\n').length, character: 0 };
    return codeActions(
      contextFor(language, text),
      language,
      { start: { line: 0, character: 0 }, end },
      { diagnostics: [], only },
    );
  };
  const fixedAll = async (kind: FileKind, text: string) => {
    const language = documentLanguages[kind];
    const context = contextFor(language, text);
    const [action] = await codeActions(
      context,
      language,
      { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
      { diagnostics: [], only: ['source.fixAll'] },
    );
    const { edit } = await resolveCodeAction(context, language, action!);
    return TextDocument.applyEdits(
      TextDocument.create('file:///a', 'xml', 1, text),
      edit?.changes?.[context.uri] ?? [],
    );
  };

  it('take only what is certain for all of them at once, whatever shows after the first', async () => {
    const list =
      '<bloblist>\n<blobpathprefix> Photos/2024/</blobpathprefix>\n<BlobPath>\\a\\b</BlobPath>\n<BlobPrefix>/a</BlobPrefix>\n</bloblist>\n';
    const fixed = await fixedAll('export-list', list);
    expect(fixed).toBe(
      '<BlobList>\n<BlobPathPrefix>/photos/2024/</BlobPathPrefix>\n<BlobPath>\\a\\b</BlobPath>\n<BlobPrefix>/a</BlobPrefix>\n</BlobList>\n',
    );
    expect(await fixedAll('export-list', fixed)).toBe(fixed);
    expect(
      await fixedAll(
        'properties',
        '<Properties>\n<content-md5>d41d8cd98f00b204e9800998ecf8427e</content-md5>\n<Etag>1</Etag>\n<Cache>x</Cache>\n</Properties>\n',
      ),
    ).toBe(
      '<Properties>\n<Content-MD5>1B2M2Y8AsgTpgAmY7PhCfg==</Content-MD5>\n<Etag>1</Etag>\n<Cache>x</Cache>\n</Properties>\n',
    );
  });

  it.each([
    ['properties', '<Properties><Etag>1</Etag></Properties>', 'Remove Etag (assumes that nobody needs it)', false],
    ['properties', '<Properties><content-type>a</content-type></Properties>', 'Change to Content-Type', true],
    [
      'export-list',
      '<BlobList><BlobPathPrefixes>/a</BlobPathPrefixes></BlobList>',
      'Change to BlobPathPrefix (assumes that this is what was meant)',
      false,
    ],
    ['export-list', '<BlobList><BlobPathPrefix>a</BlobPathPrefix></BlobList>', 'Change to /a', true],
    [
      'jrm',
      '{ "JobId": "a", // mine\n "CustomerName": "b" }',
      'Remove the comment (assumes that nobody needs it)',
      false,
    ],
    ['jrm', '{ "JobId": "a" "CustomerName": "b" }', 'Add a comma', true],
  ] as const)('say of %s how sure they are: %s', async (kind, text, title, isPreferred) => {
    const action = (await actionsOn(kind, text)).find((candidate) => candidate.title === title);
    expect(action).toBeDefined();
    expect(action!.isPreferred ?? false).toBe(isPreferred);
    const all = (await actionsOn(kind, text)).filter(
      (candidate) => (candidate.data as DeferredFix | undefined)?.kind === 'fix-all' && action!.edit,
    );
    expect(all.length > 0).toBe(isPreferred);
  });

  it('are not offered for a rule that its user has turned off', async () => {
    const text = '<Properties><content-type>a</content-type></Properties>';
    const language = documentLanguages.properties;
    const range = { start: { line: 0, character: 0 }, end: { line: 1, character: 0 } };
    const off = {
      ...contextFor(language, text),
      reading: { ...plainReading, settings: { ...defaultRuleSettings, severity: () => 'off' as const } },
    };
    expect((await codeActions(off, language, range, { diagnostics: [] })).map(({ title }) => title)).toEqual([]);
  });
});
