import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ruleOf } from '../rules/catalogue';
import type { FileFinding } from '../rules/fileFinding';
import { formatMessage, severityOf } from '../rules/message';
import { misplaced } from '../../test/places';
import { statusMessage } from './checkCopyLog';
import { checkCopyLog, CopyLogReading, type ReadCopyLog } from './copyLogReading';

/** Contains everything that a log can. */
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

/** A log of Data Box Disk. */
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

/** The current error log and verbose log, with everything that they can contain. */
const today = `<ErroredEntity Path="databox-5f0c/a b.txt">
  <Category>ContainerRenamed</Category>
  <ErrorCode>1</ErrorCode>
  <ErrorMessage>The container has been renamed to: DataBox-5f0c :from: My_Container :because its name is not allowed.</ErrorMessage>
  <Type>Container</Type>
</ErroredEntity><ErroredEntity CloudFormat="BlockBlob" Path="photos\\wild/koala.jpg">
  <Category>UploadErrorCloudHttp</Category>
  <ErrorCode>409</ErrorCode>
  <ErrorMessage>There is &lt;a lease&gt;.</ErrorMessage>
  <Type>File</Type>
</ErroredEntity>
<CopyLog Summary="Summary">
  <DriveLogVersion>2021-08-01</DriveLogVersion>
  <DriveId>0b7e6b9c-6d6f-4f1a-9b57-8a4b7d9f2c11</DriveId>
  <Status>CompletedWithErrors</Status>
  <TotalFiles_Blobs>60</TotalFiles_Blobs>
  <FilesErrored>2</FilesErrored>
  <Summary>
    <ValidationErrors><None Count="3"/></ValidationErrors>
    <CopyErrors><ContainerRenamed Count="2" Description="Renamed."/></CopyErrors>
  </Summary>
</CopyLog>
`;
const todayVerbose =
  '<File CloudFormat="BlockBlob" Path="$root\\a.txt" Size="1024" crc64="14179624636173788226"></File><File CloudFormat="AzureFile" Path="share/dir/b.txt" Size="0" crc64="0"></File>';
/** A log of an export job, about a name that Windows does not allow. */
const exported =
  '<ErroredEntity CloudFormat="BlockBlob" Path="photos/sc%3Aifi"><Category>UploadErrorWin32</Category><ETag>0x8D9F3A</ETag><ErrorCode>267</ErrorCode><ErrorMessage>x</ErrorMessage><Type>File</Type></ErroredEntity><CopyLog Summary="Summary"><DriveId>1</DriveId><Status>CompletedWithErrors</Status></CopyLog>';
const said = ({ code, variant, args }: FileFinding) => formatMessage(code, variant, args);

function read(log: string, pieceLength = log.length || 1): ReadCopyLog & { readonly findings: readonly FileFinding[] } {
  const findings: FileFinding[] = [];
  const reading = new CopyLogReading((finding) => findings.push(finding));
  for (let at = 0; at < log.length; at += pieceLength) reading.push(log.slice(at, at + pieceLength));
  return { ...reading.end(), findings };
}

const underlined = (log: string, { start, end }: Pick<FileFinding, 'start' | 'end'>) =>
  log.split('\n')[start.line]!.slice(start.character, end.character);

describe('A copy log', () => {
  it('says what became of the drive and its blobs', () => {
    const { driveId, status, blobs, blobCount, statusCounts } = read(verbose);
    expect({ driveId: driveId?.text, status: status?.text, blobCount }).toEqual({
      driveId: '9WM35C2V',
      status: 'CompletedWithErrors',
      blobCount: 2,
    });
    expect([...statusCounts]).toEqual([
      ['Completed', 1],
      ['CompletedWithErrors', 1],
    ]);
    expect(
      blobs.map(({ blobPath, rangeCount, ranges }) => [
        blobPath?.text,
        rangeCount,
        ranges.map(({ status: name, count }) => [name, count]),
      ]),
    ).toEqual([
      ['photos/wild/desert.jpg', 2, [['Completed', 2]]],
      [
        'photos/koala.vhd',
        3,
        [
          ['Completed', 1],
          ['Corrupted', 2],
        ],
      ],
    ]);
    expect(underlined(verbose, blobs[1]!.blobPath!.range)).toBe('photos/koala.vhd');
  });

  it('is underlined where it reports something, and nowhere else', () => {
    const { findings } = read(verbose);
    expect(
      findings.map((finding) => [finding.code, finding.variant, underlined(verbose, finding), finding.start.line]),
    ).toEqual([
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
    expect(findings.map((finding) => [finding.variant, severityOf(finding)])).toEqual([
      ['ContainerRenamed', 'warning'],
      ['CompletedWithErrors', 'error'],
    ]);
  });

  it('of today has no root: every error is underlined and explained, and the drive behind them', () => {
    const { findings, blobs, blobCount, statusCounts, counts, version, driveId, status, direction } = read(today);
    expect(
      findings.map((finding) => [finding.code, finding.variant, underlined(today, finding), severityOf(finding)]),
    ).toEqual([
      ['log/category', 'ContainerRenamed', 'ContainerRenamed', 'warning'],
      ['log/category', 'UploadErrorCloudHttp', 'UploadErrorCloudHttp', 'error'],
      ['log/drive-status', 'CompletedWithErrors', 'CompletedWithErrors', 'error'],
    ]);
    expect(said(findings[0]!)).toContain('"My_Container"');
    expect(said(findings[1]!)).toContain('with error "409"');
    expect(blobs.map(({ blobPath, category, form }) => [form, blobPath?.text, category?.text])).toEqual([
      ['errored', 'databox-5f0c/a b.txt', 'ContainerRenamed'],
      ['errored', 'photos\\wild/koala.jpg', 'UploadErrorCloudHttp'],
    ]);
    expect(blobs[1]!.errorMessage?.text).toBe('There is <a lease>.');
    expect({
      blobCount,
      version: version?.text,
      driveId: driveId?.text.length,
      status: status?.text,
      direction,
    }).toEqual({
      blobCount: 2,
      version: '2021-08-01',
      driveId: 36,
      status: 'CompletedWithErrors',
      direction: undefined,
    });
    expect([...statusCounts]).toEqual([
      ['ContainerRenamed', 1],
      ['UploadErrorCloudHttp', 1],
    ]);
    expect(counts.map(({ name, count }) => `${name} ${count}`)).toEqual([
      'TotalFiles_Blobs 60',
      'FilesErrored 2',
      'None 3',
      'ContainerRenamed 2',
    ]);
  });

  it('of today that is verbose lists what is stored, and reports nothing', () => {
    const { findings, blobs, statusCounts } = read(todayVerbose);
    expect(findings).toEqual([]);
    expect([...statusCounts]).toEqual([['Completed', 2]]);
    expect(blobs.map(({ form, blobPath, length, crc64 }) => [form, blobPath?.text, length?.text, crc64?.text])).toEqual(
      [
        ['stored', '$root\\a.txt', '1024', '14179624636173788226'],
        ['stored', 'share/dir/b.txt', '0', '0'],
      ],
    );
  });

  it('may begin with a declaration, or have the log of the drive alone, or nothing but errors', () => {
    expect(checkCopyLog([`\ufeff<?xml version="1.0" encoding="utf-8"?>\r\n${today}`])).toHaveLength(3);
    expect(checkCopyLog([today.slice(today.indexOf('<CopyLog')).replace('CompletedWithErrors', 'Completed')])).toEqual(
      [],
    );
    expect(checkCopyLog([today.slice(0, today.indexOf('<CopyLog'))]).map(({ variant }) => variant)).toEqual([
      'ContainerRenamed',
      'UploadErrorCloudHttp',
      'missing-summary',
    ]);
    expect(
      checkCopyLog(['<CopyLog Summary="Summary"><DriveId>1</DriveId></CopyLog>']).map(({ variant }) => variant),
    ).toEqual(['missing']);
    expect(checkCopyLog(['<ErroredEntity/>']).map(({ variant }) => variant)).toEqual(['unknown', 'missing-summary']);
  });

  it('of an export job says what the drive lacks, not the account', () => {
    const findings = checkCopyLog([exported]);
    expect(findings.map(({ code, variant }) => `${code} ${variant}`)).toEqual([
      'log/category export:UploadErrorWin32:name',
      'log/drive-status export:CompletedWithErrors',
    ]);
    for (const finding of findings) expect(said(finding)).not.toMatch(/import|source|send it once more/i);
    const older = `<DriveLog Version="2014-11-01"><DriveId>1</DriveId><Blob Status="FileNameInvalid"><BlobPath>a/b:c</BlobPath><LastModified>2014-09-18T23:47:08Z</LastModified><FilePath>\\a\\b:c</FilePath><BlockList><Block Offset="0" Length="5" Status="IOFailed"/></BlockList><Properties Status="Failed"/></Blob><Status>CompletedWithErrors</Status></DriveLog>`;
    const inOlder = checkCopyLog([older]);
    expect(inOlder.map(({ variant }) => variant)).toEqual([
      'export:FileNameInvalid',
      'export:range:IOFailed',
      'export:side-file:Failed',
      'export:CompletedWithErrors',
    ]);
    for (const finding of inOlder) expect(said(finding)).not.toMatch(/import|source|send it once more/i);
    expect(
      checkCopyLog([
        older.replace(
          /<LastModified>.*?<\/LastModified>/,
          '<ImportDisposition Status="Created">rename</ImportDisposition>',
        ),
      ]).map(({ variant }) => variant),
    ).toEqual(['FileNameInvalid', 'range:IOFailed', 'side-file:Failed', 'CompletedWithErrors']);
  });

  it.each(
    Object.keys(ruleOf('log/drive-status').messages)
      .concat(Object.keys(ruleOf('log/blob-status').messages), Object.keys(ruleOf('log/category').messages))
      .filter((variant) => variant.startsWith('export:')),
  )('has no advice of import jobs for %s', (variant) => {
    const rule = (['log/drive-status', 'log/blob-status', 'log/category'] as const).find((code) =>
      Object.hasOwn(ruleOf(code).messages, variant),
    )!;
    expect(formatMessage(rule, variant, ['1', '2', '3'])).not.toMatch(/\bimport|\bsources?\b|overwrite|prepare/i);
  });

  it('that is hostile is answered in time that grows with its length alone', () => {
    const bomb =
      '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><ErroredEntity><Category>&b;</Category></ErroredEntity>';
    expect(checkCopyLog([bomb]).map(({ code }) => code)).toContain('log/syntax');
    expect(checkCopyLog(['<ErroredEntity>'.repeat(100_000)]).map(({ code }) => code)).toEqual(['log/syntax']);
    expect(checkCopyLog(['<a/>'.repeat(100_000)]).map(({ variant }) => variant)).toEqual(['root']);
    expect(
      checkCopyLog([`<ErroredEntity><ErrorMessage>${' :from: '.repeat(200_000)}</ErrorMessage></ErroredEntity>`]),
    ).toHaveLength(2);
    expect(checkCopyLog([todayVerbose.repeat(50_000)])).toEqual([]);
  });

  it('does not report what followed from a failure', () => {
    const log = verbose
      .replaceAll('"Completed"', '"Cancelled"')
      .replaceAll('"Created"', '"Cancelled"')
      .replace('<Blob Status="Cancelled">', '<Blob Status="FileNotFound">');
    expect(
      checkCopyLog([log])
        .filter(({ start }) => start.line < 15)
        .map(({ variant }) => variant),
    ).toEqual(['FileNotFound']);
  });

  it.each(['drive', 'blob', 'disposition', 'range', 'side-file'] as const)(
    'has words for every status of a %s, and says so where it has none',
    (subject) => {
      const { code } = statusMessage(subject, 'Completed');
      const prefix = subject === 'drive' || subject === 'blob' ? '' : `${subject}:`;
      const variants = Object.keys(ruleOf(code).messages).filter(
        (variant) =>
          (prefix === '' ? /^[A-Z]\w*$/.test(variant) : variant.startsWith(prefix)) && !variant.endsWith('unknown'),
      );
      expect(variants.length).toBeGreaterThan(4);
      for (const variant of variants)
        expect(statusMessage(subject, variant.slice(prefix.length))).toEqual({ code, variant, known: true });
      for (const status of ['Melted', 'unknown', 'missing', 'toString', 'range:Completed', '', '__proto__']) {
        expect(statusMessage(subject, status)).toEqual({ code, variant: `${prefix}unknown`, known: false });
      }
    },
  );

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
    expect(checkCopyLog(['<DriveLog><DriveId>1</DriveId></DriveLog>']).map(({ variant }) => variant)).toEqual([
      'missing',
    ]);
    expect(checkCopyLog([verbose.slice(0, 300)]).map(({ code }) => code)).toEqual(['log/syntax']);
    expect(checkCopyLog(['<DriveManifest/>']).map(({ variant }) => variant)).toEqual(['root']);
    expect(checkCopyLog(['']).map(({ code }) => code)).toEqual(['log/syntax']);
  });

  it.each([verbose, diskLog, today, todayVerbose, exported])('is the same in pieces of any length: %#', (log) => {
    const { findings, ...whole } = read(log);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), (length) => {
        const { findings: found, ...rest } = read(log, length);
        expect(rest).toEqual(whole);
        expect(found).toEqual(findings);
      }),
      { numRuns: 50 },
    );
  });

  it('never stumbles, whatever its text, and every place lies within it', () => {
    const part = fc.constantFrom(
      ...verbose.split(/(?<=[<>"=\s])/),
      ...today.split(/(?<=[<>"=\s])/),
      '<![CDATA[',
      ']]>',
      '<!--',
      '&x;',
      '&amp;',
      '\ud800',
      '\r',
      '\r\n',
      '<!DOCTYPE a [<!ENTITY x "y">]>',
    );
    fc.assert(
      fc.property(
        fc.constantFrom(verbose, today, exported),
        fc.array(part, { maxLength: 30 }),
        fc.nat(verbose.length),
        fc.nat(100),
        fc.integer({ min: 1, max: 500 }),
        (whole, parts, at, length, piece) => {
          const log = whole.slice(0, at) + parts.join('') + whole.slice(at + length);
          expect(misplaced(log, read(log, piece).findings)).toEqual([]);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('of any length is read in bounded memory', () => {
    const reading = new CopyLogReading(() => undefined);
    reading.push('<DriveLog><DriveId>1</DriveId>');
    for (let count = 0; count < 6000; count++)
      reading.push(`<Blob Status="S${count}"><BlockList>${'<Block Status="Completed"/>'.repeat(5)}</BlockList></Blob>`);
    reading.push('</DriveLog>');
    const { blobs, blobCount, statusCounts } = reading.end();
    expect([blobs.length, blobCount, statusCounts.size]).toEqual([5000, 6000, 100]);
  });
});
