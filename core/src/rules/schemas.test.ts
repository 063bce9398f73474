import { describe, expect, it } from 'vitest';
import jobSchema from '#schemas/job.schema.json';
import settingsSchema from '#schemas/sneakernet.schema.json';
import { datasetColumns } from '../columns/datasetColumns';
import { drivesetColumns } from '../columns/drivesetColumns';
import { ruleCodes } from './catalogue';
import { examplesOf } from '../examples';

describe('the schemas', () => {
  it('let sneakernet.json name every rule and no other', () => {
    const { rules, suppress } = settingsSchema.properties;
    expect(rules.propertyNames.enum).toEqual(ruleCodes);
    expect(suppress.items.properties.code.enum).toEqual(ruleCodes);
  });

  it("let job.json say what the catalogue's examples say", () => {
    const known = Object.keys(jobSchema.properties);
    const { text } = examplesOf('job/session-id').passing;
    expect(known).toEqual(expect.arrayContaining(Object.keys(JSON.parse(text) as object)));
  });

  it('give every dataset column its documentation, in the documented order', () => {
    expect(
      datasetColumns('blob')
        .map(({ name }) => name)
        .join(),
    ).toBe('BasePath,DstBlobPathOrPrefix,BlobType,Disposition,MetadataFile,PropertiesFile');
    expect(
      datasetColumns('files')
        .map(({ name }) => name)
        .join(),
    ).toBe('BasePath,DstItemPathOrPrefix,ItemType,Disposition,MetadataFile,PropertiesFile');
    for (const { documentation } of [...datasetColumns('blob'), ...datasetColumns('files')])
      expect(documentation).toMatch(/\w/);
    expect(
      datasetColumns('files')
        .filter(({ required }) => required)
        .map(({ key }) => key),
    ).toEqual(['basePath', 'destination', 'type']);
  });

  it('give every driveset column its documentation, in the documented order', () => {
    expect(drivesetColumns.map(({ name }) => name).join()).toBe(
      'DriveLetter,FormatOption,SilentOrPromptOnFormat,Encryption,ExistingBitLockerKey',
    );
    for (const { values, documentation } of drivesetColumns) {
      expect(documentation).toMatch(/\w/);
      for (const value of values) expect(value.documentation).toMatch(/\w/);
    }
  });
});
