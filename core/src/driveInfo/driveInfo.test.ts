import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
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
    const word = fc.stringMatching(/^[\w<>&"' #ü名-]{0,20}$/).map((text) => text.trim()).filter((text) => text !== '');
    fc.assert(
      fc.property(fc.record({ driveId: word, bitLockerKey: word, manifestFile: word, manifestHash: word }), (info) => {
        expect(readDriveInfo(driveInfoXml(info))).toMatchObject({ info, problems: [] });
      }),
    );
  });

  it('passes over what it does not know, and finds what is missing or there twice', () => {
    const text = driveInfoXml(sample).replace('   <ManifestFile>', '   <Model>x</Model>\n   <DriveId>other</DriveId>\n   <Nothing>').replace('</ManifestFile>', '</Nothing>');
    const { info, problems } = readDriveInfo(text);
    expect(info).toEqual({ driveId: sample.driveId, bitLockerKey: sample.bitLockerKey, manifestHash: sample.manifestHash });
    expect(isCompleteDriveInfo(info)).toBe(false);
    expect(problems.map((problem) => (problem.kind === 'xml' ? 'xml' : `${problem.kind} ${problem.element} at ${text.slice(problem.start, problem.end)}`))).toEqual([
      'duplicate DriveId at DriveId',
      'missing ManifestFile at Drive',
    ]);
  });

  it('says what is no XML, or another document', () => {
    expect(readDriveInfo('<Drive><DriveId>').problems).toMatchObject([{ kind: 'xml', problem: { kind: 'default' } }]);
    expect(readDriveInfo('<DriveManifest/>').problems).toMatchObject([{ kind: 'xml', problem: { kind: 'root' } }]);
    expect(readDriveInfo('').problems).toMatchObject([{ kind: 'xml' }]);
  });
});
