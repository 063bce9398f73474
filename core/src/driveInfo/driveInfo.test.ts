import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkDriveInfo } from './checkDriveInfo';
import { driveInfoXml, isCompleteDriveInfo, readDriveInfo } from './driveInfo';

const sample = {
  driveId: 'drive-id',
  bitLockerKey: '060456-014509-132033-080300-252615-584177-672089-411631',
  manifestFile: '\\DriveManifest.xml',
  manifestHash: 'D863FE44F861AE0DA4DCEAEEFFCCCE68',
};

describe('A drive info', () => {
  it('has the documented form', () => {
    expect(driveInfoXml(sample)).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<Drive>
   <DriveId>drive-id</DriveId>
   <BitLockerKey>060456-014509-132033-080300-252615-584177-672089-411631</BitLockerKey>
   <ManifestFile>\\DriveManifest.xml</ManifestFile>
   <ManifestHash>D863FE44F861AE0DA4DCEAEEFFCCCE68</ManifestHash>
</Drive>`);
  });

  it('is read as it was written', () => {
    const word = fc
      .stringMatching(/^[\w<>&"' #ü名-]{0,20}$/)
      .map((text) => text.trim())
      .filter((text) => text !== '');
    fc.assert(
      fc.property(fc.record({ driveId: word, bitLockerKey: word, manifestFile: word, manifestHash: word }), (info) => {
        expect(readDriveInfo(driveInfoXml(info))).toMatchObject({ info, problems: [] });
      }),
    );
  });

  it('passes over what it does not know, and finds what is missing or there twice', () => {
    const text = driveInfoXml(sample)
      .replace('   <ManifestFile>', '   <Model>x</Model>\n   <DriveId>other</DriveId>\n   <Nothing>')
      .replace('</ManifestFile>', '</Nothing>');
    const { info, problems } = readDriveInfo(text);
    expect(info).toEqual({
      driveId: sample.driveId,
      bitLockerKey: sample.bitLockerKey,
      manifestHash: sample.manifestHash,
    });
    expect(isCompleteDriveInfo(info)).toBe(false);
    expect(
      problems.map((problem) =>
        problem.kind === 'xml'
          ? 'xml'
          : `${problem.kind} ${problem.element} at ${text.slice(problem.start, problem.end)}`,
      ),
    ).toEqual(['duplicate DriveId at DriveId', 'missing ManifestFile at Drive']);
  });

  it('says what is no XML, or another document', () => {
    expect(readDriveInfo('<Drive><DriveId>').problems).toMatchObject([{ kind: 'xml', problem: { kind: 'default' } }]);
    expect(readDriveInfo('<DriveManifest/>').problems).toMatchObject([{ kind: 'xml', problem: { kind: 'root' } }]);
    expect(readDriveInfo('').problems).toMatchObject([{ kind: 'xml' }]);
  });
});

describe('A drive info as the documentation of the tool prints it', () => {
  const lines = [
    '[BeginUpdateRecord][2016/11/01 21:22:25.379][Type:ActivityRecord]',
    'ActivityId: DriveInfo',
    'DriveState: [BeginValue]',
    ...driveInfoXml(sample).split('\n'),
    '[EndValue]',
    'SaveCommandOutput : Completed',
    '[EndUpdateRecord]',
    '',
  ];

  it.each(['\n', '\r\n', '\r'])('is read through the record around it, whose lines end with %j', (lineBreak) => {
    const text = lines.join(lineBreak);
    expect(readDriveInfo(text)).toMatchObject({ info: sample, problems: [] });
    expect(checkDriveInfo(text)).toEqual([]);
    expect(checkDriveInfo(`\ufeff${text}`)).toEqual([]);
    expect(checkDriveInfo(lines.slice(2, -3).join(lineBreak))).toEqual([]);
  });

  it('is underlined where it is wrong', () => {
    const text = lines.join('\n').replace('014509', '014508');
    expect(checkDriveInfo(text)).toMatchObject([
      { variant: 'key-group', args: ['2'], start: { line: 6, character: 17 } },
    ]);
    expect(checkDriveInfo(lines.join('\n').replace('</DriveId>', '</DriveI>'))).toMatchObject([
      { variant: 'default', start: { line: 5 } },
    ]);
    expect(checkDriveInfo(lines.join('\n').replace('[EndValue]', 'and so on'))).toHaveLength(1);
  });

  it('that is hostile is answered at once', () => {
    for (const unit of ['\n', '[', '[a]\n', 'a:\n', ' ', '<Drive>', '>'])
      expect(checkDriveInfo(`[${unit.repeat(300_000)}<Drive>${unit.repeat(300_000)}`).length).toBeGreaterThan(0);
  });
});

describe('The key of a drive info', () => {
  it.each(['QQBCAEMARABFAEYARwBIAEkASgBLAEwATQBOAE8APQA9', `${'aB3+/x'.repeat(7)}a=`, 'QQBCAEMARABFAEYARwBIAEkASg=='])(
    'may be an external one: %s',
    (key) => {
      expect(checkDriveInfo(driveInfoXml({ ...sample, bitLockerKey: key }))).toEqual([]);
    },
  );

  it.each([
    'QQBC',
    'not a key',
    '060456014509132033080300252615584177672089411631',
    'QQBCAEMARABFAEYARwBIAEkASgBLAEwATQBOAE8APQA9=',
    'A1-B3-C9',
  ])('is not %s', (key) => {
    const findings = checkDriveInfo(driveInfoXml({ ...sample, bitLockerKey: key }));
    expect(findings.map(({ variant }) => variant)).toEqual(['key-shape']);
  });
});
