import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ruleOf } from '../rules/catalogue';
import type { FileFinding } from '../rules/fileFinding';
import { formatMessage, severityOf } from '../rules/message';
import { misplaced } from '../rules/testPlaces';
import { statusMessage } from './checkCopyLog';
import { checkCopyLog, CopyLogReading, type ReadCopyLog } from './copyLogReading';

/** With everything that a log can hold. */
const verbose = `<?xml version="1.0" encoding="UTF-8"?>
<DriveLog Version="2014-11-01">
  <DriveId>9WM35C2V</DriveId>
  <Blob Status="Completed">
    <BlobPath>photos/wild/desert.jpg</BlobPath>
    <FilePath>\\session#1\\wild\\desert.jpg</FilePath>
    <Length>98304</Length>
    <ImportDisposition Status="Created">rename</ImportDisposition>
    <BlockList>
      <Block Offset="0" Length="65536" Id="AAAAAA==" Hash=" 9C8AE14A55241F98533C4D80D85CDC68" Status="Completed"/>
      <Block Offset="65536" Length="32768" Id="AQAAAA==" Hash=" DF54C531C9B3CA2570FDDDB3BCD0E27D" Status="Completed"/>
    </BlockList>
    <Metadata Status="Completed">
      <GlobalPath Hash="E34F54B7086BCF4EC1601D056F4C7E37">\\session#1\\metadata.xml</GlobalPath>
    </Metadata>
  </Blob>
  <Blob Status="CompletedWithErrors">
    <BlobPath>photos/koala.vhd</BlobPath>
    <FilePath>\\session#1\\koala.vhd</FilePath>
    <Length>163840</Length>
    <ImportDisposition Status='Renamed'>rename</ImportDisposition>
    <PageRangeList>
      <PageRange Offset="0" Length="65536" Status="Completed"/>
      <PageRange Offset="65536" Length="65536" Status="Corrupted"/>
      <PageRange Offset="131072" Length="4096" Status="Corrupted"/>
    </PageRangeList>
    <Properties Status="FileNotFound">
      <Path>\\session#1\\koala.properties.xml</Path>
    </Properties>
  </Blob>
  <Status>CompletedWithErrors</Status>
</DriveLog>
`;

/** Of Data Box Disk. */
const diskLog = `<DriveLog Version="2018-10-01">
  <DriveId>18041C582D7E</DriveId>
  <Summary><CopyErrors><ContainerRenamed Count="1" Description="Renamed."/></CopyErrors></Summary>
  <Blob Status="ContainerRenamed">
    <BlobPath>databox-c2073fd1/private.vhd</BlobPath>
    <OriginalFilePath>\\PageBlob\\page blob\\private.vhd</OriginalFilePath>
    <SizeInBytes>10490880</SizeInBytes>
  </Blob>
  <File Status="Completed">
    <FileStoragePath>share/a.txt</FileStoragePath>
    <FileRangeList><FileRange Offset="0" Length="20" Status="Completed"/></FileRangeList>
  </File>
  <Status>CompletedWithErrors</Status>
</DriveLog>
`;

function read(log: string, pieceLength = log.length || 1): ReadCopyLog & { readonly findings: readonly FileFinding[] } {
  const findings: FileFinding[] = [];
  const reading = new CopyLogReading((finding) => findings.push(finding));
  for (let at = 0; at < log.length; at += pieceLength) reading.push(log.slice(at, at + pieceLength));
  return { ...reading.end(), findings };
}

const underlined = (log: string, { start, end }: Pick<FileFinding, 'start' | 'end'>) => log.split('\n')[start.line]!.slice(start.character, end.character);

describe('A copy log', () => {
  it('says what became of the drive and its blobs', () => {
    const { driveId, status, blobs, blobCount, statusCounts } = read(verbose);
    expect({ driveId: driveId?.text, status: status?.text, blobCount }).toEqual({ driveId: '9WM35C2V', status: 'CompletedWithErrors', blobCount: 2 });
    expect([...statusCounts]).toEqual([['Completed', 1], ['CompletedWithErrors', 1]]);
    expect(blobs.map(({ blobPath, rangeCount, ranges }) => [blobPath?.text, rangeCount, ranges.map(({ status: name, count }) => [name, count])])).toEqual([
      ['photos/wild/desert.jpg', 2, [['Completed', 2]]],
      ['photos/koala.vhd', 3, [['Completed', 1], ['Corrupted', 2]]],
    ]);
    expect(underlined(verbose, blobs[1]!.blobPath!.range)).toBe('photos/koala.vhd');
  });

  it('is underlined where it reports something, and nowhere else', () => {
    const { findings } = read(verbose);
    expect(findings.map((finding) => [finding.code, finding.variant, underlined(verbose, finding), finding.start.line])).toEqual([
      ['log/blob-status', 'CompletedWithErrors', 'CompletedWithErrors', 16],
      ['log/blob-status', 'disposition:Renamed', 'Renamed', 20],
      ['log/blob-status', 'range:Corrupted', 'Corrupted', 23],
      ['log/blob-status', 'side-file:FileNotFound', 'FileNotFound', 26],
      ['log/drive-status', 'CompletedWithErrors', 'CompletedWithErrors', 30],
    ]);
    expect(formatMessage('log/blob-status', 'range:Corrupted', findings[2]!.args)).toContain('2 of 3');
    expect(formatMessage('log/blob-status', 'side-file:FileNotFound', findings[3]!.args)).toMatch(/^Properties: /);
  });

  it('can be one of Data Box Disk', () => {
    const { blobs, findings } = read(diskLog);
    expect(blobs.map(({ blobPath, filePath, length }) => [blobPath?.text, filePath?.text, length?.text])).toEqual([
      ['databox-c2073fd1/private.vhd', '\\PageBlob\\page blob\\private.vhd', '10490880'],
      ['share/a.txt', undefined, undefined],
    ]);
    expect(findings.map((finding) => [finding.variant, severityOf(finding)])).toEqual([['ContainerRenamed', 'warning'], ['CompletedWithErrors', 'error']]);
  });

  it('does not report what followed from a failure', () => {
    const log = verbose.replaceAll('"Completed"', '"Cancelled"').replaceAll('"Created"', '"Cancelled"').replace('<Blob Status="Cancelled">', '<Blob Status="FileNotFound">');
    expect(checkCopyLog([log]).filter(({ start }) => start.line < 15).map(({ variant }) => variant)).toEqual(['FileNotFound']);
  });

  it.each(['drive', 'blob', 'disposition', 'range', 'side-file'] as const)('has words for every status of a %s, and says so where it has none', (subject) => {
    const { code } = statusMessage(subject, 'Completed');
    const prefix = subject === 'drive' || subject === 'blob' ? '' : `${subject}:`;
    const variants = Object.keys(ruleOf(code).messages).filter((variant) => (prefix === '' ? /^[A-Z]\w*$/.test(variant) : variant.startsWith(prefix)) && !variant.endsWith('unknown'));
    expect(variants.length).toBeGreaterThan(4);
    for (const variant of variants) expect(statusMessage(subject, variant.slice(prefix.length))).toEqual({ code, variant, known: true });
    for (const status of ['Melted', 'unknown', 'missing', 'toString', 'range:Completed', '', '__proto__']) {
      expect(statusMessage(subject, status)).toEqual({ code, variant: `${prefix}unknown`, known: false });
    }
  });

  it.each([
    ['DiskNotFound', 'error'],
    ['ManifestDriveIdMismatch', 'error'],
    ['CompletedWithWarnings', 'warning'],
    ['Melted', 'error'],
  ])('of a drive that is %s is an %s', (status, severity) => {
    const findings = checkCopyLog([`<DriveLog><DriveId>1</DriveId><Status>${status}</Status></DriveLog>`]);
    expect(findings.map(severityOf)).toEqual([severity]);
  });

  it('without the status of the drive was cut off', () => {
    expect(checkCopyLog(['<DriveLog><DriveId>1</DriveId></DriveLog>']).map(({ variant }) => variant)).toEqual(['missing']);
    expect(checkCopyLog([verbose.slice(0, 300)]).map(({ code }) => code)).toEqual(['log/syntax']);
    expect(checkCopyLog(['<DriveManifest/>']).map(({ variant }) => variant)).toEqual(['root']);
    expect(checkCopyLog(['']).map(({ code }) => code)).toEqual(['log/syntax']);
  });

  it('is the same in pieces of any length', () => {
    const { findings, ...whole } = read(verbose);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), (length) => {
        const { findings: found, ...rest } = read(verbose, length);
        expect(rest).toEqual(whole);
        expect(found).toEqual(findings);
      }),
      { numRuns: 50 },
    );
  });

  it('never stumbles, whatever its text, and every place lies within it', () => {
    const part = fc.constantFrom(...verbose.split(/(?<=[<>"=\s])/), '<![CDATA[', ']]>', '<!--', '&x;', '&amp;', '\ud800', '\r', '\r\n', '<!DOCTYPE a [<!ENTITY x "y">]>');
    fc.assert(
      fc.property(fc.array(part, { maxLength: 30 }), fc.nat(verbose.length), fc.nat(100), fc.integer({ min: 1, max: 500 }), (parts, at, length, piece) => {
        const log = verbose.slice(0, at) + parts.join('') + verbose.slice(at + length);
        expect(misplaced(log, read(log, piece).findings)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('of any length is read in bounded memory', () => {
    const reading = new CopyLogReading(() => undefined);
    reading.push('<DriveLog><DriveId>1</DriveId>');
    for (let count = 0; count < 6000; count++) reading.push(`<Blob Status="S${count}"><BlockList>${'<Block Status="Completed"/>'.repeat(5)}</BlockList></Blob>`);
    reading.push('</DriveLog>');
    const { blobs, blobCount, statusCounts } = reading.end();
    expect([blobs.length, blobCount, statusCounts.size]).toEqual([5000, 6000, 100]);
  });
});
