import { describe, expect, it } from 'vitest';
import { fileKindOf, fileKindOfText } from './fileKind';

describe('The kind of a file', () => {
  it.each([
    ['JOB.JRN', '', 'journal'],
    ['job.jrm', '{}', 'jrm'],
    ['job.jrm', '\ufeff <JobResponseManifest/>', 'jrm-xml'],
    ['DriveManifest.xml', '', 'manifest'],
    ['drivemanifest.XML', '<DriveLog/>', 'manifest'],
    ['a.xml', '<?xml version="1.0"?>\r\n<!-- of G --> <DriveManifest Version="1">', 'manifest'],
    ['a_error.xml', '<DriveLog>', 'copy-log'],
    ['verbose.log', '<DriveLog>', 'copy-log'],
    ['WD-1234.xml', '<Drive>', 'drive-info'],
    ['photos.metadata.xml', '<Metadata>', 'metadata'],
    ['MyProperties.xml', '<Properties/>', 'properties'],
    ['metadata.xml', '<?xml version="1.0"?>\n', 'metadata'],
    ['maven-metadata.xml', '<metadata>', undefined],
    ['log4j.properties.xml', '<properties>', undefined],
    ['other.xml', '<Metadata>', undefined],
    ['metadata.xml', 'hello', undefined],
    ['constructor.xml', '<constructor/>', undefined],
    ['pom.xml', '<project/>', undefined],
    ['SampleMetadata.txt', '<?xml version="1.0"?><Metadata>', 'metadata'],
    ['properties', '<Properties/>', 'properties'],
    ['metadata.txt', 'a list of metadata', undefined],
    ['1234_WD-1_CopyLog_0b7e.xml', '<ErroredEntity CloudFormat="BlockBlob" Path="a/b">', 'copy-log'],
    ['download(1).txt', '\ufeff<CopyLog Summary="Summary">', 'copy-log'],
    ['log', '<File CloudFormat="AzureFile" Path="a" Size="1" crc64="0"></File><File', 'copy-log'],
    ['verbose.txt', '<?xml version="1.0"?>\n<DriveLog Version="2018-10-01">', 'copy-log'],
    ['project.xml', '<File Path="a.cs"/>', undefined],
    ['a.xml', '<CopyLog/>', undefined],
    ['9WM35C2V.manifest', '<?xml version="1.0"?><DriveManifest Version="2011-10-01">', 'manifest'],
    ['app.manifest', '<assembly xmlns="urn:schemas-microsoft-com:asm.v1">', undefined],
    [
      'WD-1.xml',
      '[BeginUpdateRecord][2016/11/01 21:22:25.379][Type:ActivityRecord]\nActivityId: DriveInfo\nDriveState: [BeginValue]\n<Drive>',
      'drive-info',
    ],
    ['WD-1.xml', 'DriveState: [BeginValue]\r\n<?xml version="1.0"?>\r\n<Drive>', 'drive-info'],
    [
      'old.xml',
      '[BeginUpdateRecord][2016/11/02 18:24:14.735][Type:NewJournalFile]\nVocabularyVersion: 2013-02-01\n[EndUpdateRecord]\n',
      'journal',
    ],
    ['car.xml', '<Drive><Gear>2</Gear></Drive>', undefined],
    ['list.xml', '<BlobList><BlobPath>a/b</BlobPath></BlobList>', 'export-list'],
    ['list.txt', '<bloblist>\n<blobpathprefix>/a</blobpathprefix>', 'export-list'],
    ['list.xml', '<BlobList/>', 'export-list'],
    ['list.xml', '<AzureFileList>', 'export-list'],
    ['list.xml', '<BlobList><Blob/></BlobList>', undefined],
    ['dataset.csv', 'BasePath,DstBlobPathOrPrefix', undefined],
  ])('of %s with %j is %s', (name, text, kind) => {
    expect(fileKindOf(name, text)).toBe(kind);
  });

  it.each([
    ['other.xml', '<Metadata>', 'metadata', 'metadata'],
    ['a.dat', '<Properties/>', 'properties', 'properties'],
    ['a.dat', '<Properties/>', 'metadata', 'properties'],
    ['a.dat', '<metadata/>', 'metadata', 'metadata'],
    ['a.dat', '', 'properties', 'properties'],
  ] as const)('of %s with %j, which a dataset names as %s, is %s', (name, text, named, kind) => {
    expect(fileKindOf(name, text, named)).toBe(kind);
  });

  it('is what its user has chosen, in the form that the text has', () => {
    expect(fileKindOfText('metadata', '<Properties/>')).toBe('properties');
    expect(fileKindOfText('metadata', '')).toBe('metadata');
    expect(fileKindOfText('jrm', '<a/>')).toBe('jrm-xml');
    expect(fileKindOfText('journal', '<a/>')).toBe('journal');
  });
});
