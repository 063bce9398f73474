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
    ['metadata.txt', '<Metadata>', undefined],
  ])('of %s with %j is %s', (name, text, kind) => {
    expect(fileKindOf(name, text)).toBe(kind);
  });

  it('is what its user has chosen, in the form that the text has', () => {
    expect(fileKindOfText('metadata', '<Properties/>')).toBe('properties');
    expect(fileKindOfText('metadata', '')).toBe('metadata');
    expect(fileKindOfText('jrm', '<a/>')).toBe('jrm-xml');
    expect(fileKindOfText('journal', '<a/>')).toBe('journal');
  });
});
