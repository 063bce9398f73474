import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from './projectInstall.mjs';

const text = (name) => readFileSync(join(projectRoot, name), 'utf8');
const manifest = JSON.parse(text('package.json'));

describe('package.json', () => {
  it('takes its texts from package.nls.json, which holds no other', () => {
    const used = [...text('package.json').matchAll(/"%([^"%]+)%"/g)].map(([, key]) => key);
    expect(Object.keys(JSON.parse(text('package.nls.json'))).sort()).toEqual([...new Set(used)].sort());
  });

  it('has every setting and command in the README', () => {
    const readme = text('README.md');
    const titles = JSON.parse(text('package.nls.json'));
    const commands = manifest.contributes.commands.map(
      ({ category, title }) => `*${category}: ${titles[title.replaceAll('%', '')]}*`,
    );
    const settings = Object.keys(manifest.contributes.configuration.properties).map((name) => `\`${name}\``);
    expect([...commands, ...settings].filter((name) => !readme.includes(name))).toEqual([]);
  });

  it('knows the files of a job by their first line', () => {
    const firstLine = Object.fromEntries(
      manifest.contributes.languages.map((language) => [language.id, new RegExp(language.firstLine)]),
    );
    expect(firstLine['importexport-dataset'].test('BasePath,DstBlobPathOrPrefix')).toBe(true);
    expect(firstLine['importexport-dataset'].test('“BasePath”, DstBlobPathOrPrefix')).toBe(true);
    expect(firstLine['importexport-driveset'].test('DriveLetter, FormatOption')).toBe(true);
    expect(firstLine['importexport-dataset'].test('BasePathological,x')).toBe(false);
    expect(firstLine['importexport-dataset'].test('BasePath,Size')).toBe(false);
    expect(firstLine['importexport-driveset'].test('DriveLetter,FileSystem,Size')).toBe(false);
    expect(firstLine['importexport-dataset'].test('name,BasePath')).toBe(false);
    expect(
      firstLine['importexport-journal'].test('[BeginUpdateRecord][2016/11/02 18:24:14.735][Type:NewJournalFile]'),
    ).toBe(true);
    expect(firstLine['importexport-manifest'].test('<?xml version="1.0"?><DriveManifest Version="2014-11-01">')).toBe(
      true,
    );
    expect(firstLine['importexport-manifest'].test('<DriveManifests>')).toBe(false);
    expect(firstLine['importexport-copylog'].test('<DriveLog Version="2014-11-01">')).toBe(true);
    expect(firstLine['importexport-copylog'].test('<?xml version="1.0"?><DriveLogs>')).toBe(false);
    expect(firstLine['importexport-copylog'].test('<ErroredEntity CloudFormat="BlockBlob" Path="a/b">')).toBe(true);
    expect(firstLine['importexport-copylog'].test('<CopyLog Summary="Summary">')).toBe(true);
    expect(
      firstLine['importexport-copylog'].test('<File CloudFormat="PageBlob" Path="a/b" Size="1" crc64="0"></File><File'),
    ).toBe(true);
    expect(firstLine['importexport-copylog'].test('<File Name="a"/>')).toBe(false);
  });
});

describe('package-lock.json', () => {
  it('names no registry', () => {
    expect(text('package-lock.json')).not.toMatch(/"resolved"|https?:\/\/[^"]*\.tgz/);
  });
});
