import fc from 'fast-check';
import type { Position, Range } from 'vscode-languageserver-types';
import { describe, expect, it } from 'vitest';
import { finish } from '#core/work/steps';
import type { FileKind } from '#core/job/fileKind';
import type { FileContext, FileLanguage } from './fileLanguage';
import { fileLanguages } from './fileLanguages';
import { contextOf, dataset, datasetHeader } from './testContext';

const key = '060456-014509-132033-080300-252615-584177-672089-411631';
const driveInfo = `<?xml version="1.0"?>\n<Drive>\n   <DriveId>WD-1</DriveId>\n   <BitLockerKey>${key}</BitLockerKey>\n   <ManifestFile>\\DriveManifest.xml</ManifestFile>\n   <ManifestHash>D863FE44F861AE0DA4DCEAEEFFCCCE68</ManifestHash>\n</Drive>\n`;
const record = (activity: string, ...lines: readonly string[]) => ['[BeginUpdateRecord][2025/04/20 18:24:14.735][Type:ActivityRecord]', `ActivityId: ${activity}`, ...lines, '[EndUpdateRecord]', ''].join('\n');

/** One of each kind, with secrets where it can have any. */
const samples: Readonly<Partial<Record<FileKind, string>>> = {
  journal:
    record('PrepImportDriveCommandContext', 'SessionId: session#1', 'LogDirectory: F:\\logs', 'StorageAccountKey: c2VjcmV0', 'Parameters: {"datasets":["F:\\\\dataset.csv"],"drivesets":[],"jrm":"F:\\\\a.jrm","planFile":"F:\\\\a.plan","planSha256":"","options":{}}') +
    record('CopyDrive', 'SessionId: session#1', 'Drive: 0', 'DriveLetter: G', 'DriveId: WD-1', 'Target: "G:\\\\"', 'Capacity: 1000', `BitLockerKey: ${key}`, 'BitLockerSecrets: {"k":"c2VjcmV0"}') +
    record('CopySession', 'SessionId: session#1', 'State: Interrupted') +
    record('CopyProgress', 'SessionId: session#1', 'Drive: 0', 'Next: 0 0', 'Files: [BeginValue]', '0 . 1B2M2Y8AsgTpgAmY7PhCfg', '1 !changed', '[EndValue]') +
    record('DriveInfo', 'SessionId: session#1', 'Drive: 0', 'DriveState: [BeginValue]', ...driveInfo.trimEnd().split('\n'), '[EndValue]'),
  'jrm-xml': `<?xml version="1.0"?>\n<JobResponseManifest>\n<JobId>J</JobId>\n<Drives>\n<Drive>\n<DriveId>WD-1</DriveId>\n<BitLockerKey>${key}</BitLockerKey>\n<VolumeLabel>DATA</VolumeLabel>\n</Drive>\n</Drives>\n<DataMapping>\n<Mapping>\n<SourcePath>F:\\a\\</SourcePath>\n<DestinationContainer>photos</DestinationContainer>\n<BlobType>BlockBlob</BlobType>\n<Drives>\n<DriveId>WD-1</DriveId>\n</Drives>\n</Mapping>\n</DataMapping>\n<Checksums>\n<Checksum>\n<FilePath>F:\\a\\a.jpg</FilePath>\n<SHA256>${'ab'.repeat(32)}</SHA256>\n<Size>10</Size>\n<DriveId>WD-1</DriveId>\n</Checksum>\n</Checksums>\n</JobResponseManifest>\n`,
  manifest: `<DriveManifest Version="2014-11-01">\n<Drive>\n<DriveId>WD-1</DriveId>\n<ContainerSas>https://a/b?sig=c2VjcmV0</ContainerSas>\n<BlobList Id="s-0">\n<MetadataPath Hash="x">\\s\\m.xml</MetadataPath>\n<Blob>\n<BlobPath>photos/a.jpg</BlobPath>\n<FilePath>\\s\\a.jpg</FilePath>\n<Length>10</Length>\n<ImportDisposition>rename</ImportDisposition>\n<BlockList>\n<Block Offset="0" Length="10" Hash="D41D8CD98F00B204E9800998ECF8427E"/>\n</BlockList>\n</Blob>\n</BlobList>\n</Drive>\n</DriveManifest>\n`,
  'drive-info': driveInfo,
  metadata: '<?xml version="1.0"?>\n<Metadata>\n  <owner>me</owner>\n  <Owner>you</Owner>\n</Metadata>\n',
  properties: '<Properties>\n  <Content-MD5>d41d8cd98f00b204e9800998ecf8427e</Content-MD5>\n  <Etag/>\n  <ContentType>a</ContentType>\n</Properties>\n',
  'copy-log': '<DriveLog>\n<DriveId>WD-1</DriveId>\n<Blob Status="CompletedWithErrors">\n<BlobPath>photos/a.jpg</BlobPath>\n<ImportDisposition Status="Renamed">rename</ImportDisposition>\n<PageRangeList>\n<PageRange Offset="0" Length="512" Status="Corrupted"/>\n</PageRangeList>\n<Metadata Status="FileNotFound"/>\n</Blob>\n<Status>CompletedWithErrors</Status>\n</DriveLog>\n',
};
const secrets = /014509|132033|c2VjcmV0/;
const commands = ['sneakernet.resumePreparation', 'sneakernet.abortPreparation'];

const onRuleFailure = (codes: readonly string[]) => expect.fail(`${codes.join()} failed.`);

function contextFor(language: FileLanguage, text: string): FileContext {
  const model = finish(language.read(text, { sha256: () => ({ update: () => undefined, digest: () => '' }), onRuleFailure }));
  const table = dataset(`${datasetHeader}\nF:\\a\\,photos/,BlockBlob,rename,None,None\n`);
  return { ...contextOf(table, { snippets: true, commands }), uri: 'file:///job/file', model, onRuleFailure };
}

/** Everything that a language answers about a place. */
async function answers(language: FileLanguage, context: FileContext, position: Position): Promise<unknown[]> {
  const findings = Array.from(finish(language.findings(context)).found, (finding) => ({ ...finding, fixes: finding.fixes?.() }));
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

/** Every range in an answer, however deep. */
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

describe.each(Object.entries(samples) as [FileKind, string][])('The language of a %s', (kind, sample) => {
  const language = fileLanguages[kind]!;

  it('answers at every place without a secret, whatever the line ends', async () => {
    for (const text of [sample, sample.replaceAll('\n', '\r\n'), sample.replaceAll('\n', '\r')]) {
      const context = contextFor(language, text);
      const lines = text.split(/\r\n|\n|\r/);
      for (const [line, { length }] of lines.entries()) {
        for (let character = 0; character <= length; character += 3) {
          const found = await answers(language, context, { line, character });
          expect(JSON.stringify(found)).not.toMatch(secrets);
          // Definitions are places of other files.
          expect(Array.from(rangesIn(found.toSpliced(6, 1))).filter((range) => isOutside(text, range))).toEqual([]);
        }
      }
    }
  });

  it('never stumbles, whatever is typed into it, and means places that exist', async () => {
    const part = fc.constantFrom(...new Set(sample.split(/(?<=[<>"=:\]\s])/)), '<', '</', '>', '"', '\r', '\r\n', '\ud800', '<!--', ']]>', '&amp;', '[EndValue]', '\0');
    const edit = fc.tuple(fc.nat(sample.length), fc.nat(40), fc.array(part, { maxLength: 4 }));
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 3 }), fc.nat(sample.length), async (edits, place) => {
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
        const position = (context.model as unknown as { positionAt: (offset: number) => Position }).positionAt(place);
        const found = await answers(language, context, position);
        expect(Array.from(rangesIn(found.toSpliced(6, 1))).filter((range) => isOutside(text, range))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});
