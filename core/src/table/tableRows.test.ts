import { describe, expect, it } from 'vitest';
import { openDataset } from '../dataset/datasetTable';
import { noDiskFacts } from '../disk/diskFacts';
import { findingsOfRow } from './findings';

const text =
  'BasePath,DstBlobPathOrPrefix,BlobType\n"F:\\a b\\", photos/a,blockblob\n"F:\\c\\",music/c,pageblob\nF:\\d\\,x/,x\n';
const open = () => openDataset(text, { context: { dialect: 'blob', nativePaths: false, disk: noDiskFacts } }).table;

describe('The fields of a record', () => {
  it('stay what they are when other records are read, and when the text is edited', () => {
    const table = open();
    const all = Array.from(table.records());
    const shown = () =>
      all.map(({ fields }) =>
        ['basePath', 'destination', 'type'].map(
          (key) =>
            fields[key] && [fields[key].start, fields[key].end, fields[key].quoted, fields[key].raw, fields[key].value],
        ),
      );
    const before = JSON.stringify(shown());
    expect(before).toContain('photos/a');
    expect(before).toContain('music/c');
    table.edit(text.indexOf('photos'), text.indexOf('photos') + 6, 'videos');
    for (const { row } of table.records()) table.read(row);
    expect(JSON.stringify(shown())).toBe(before);
  });
});

describe('A finding that is kept', () => {
  it('has the fixes of its own record, whichever records are read before it is asked for them', () => {
    const table = open();
    const rows = Array.from(table.records(), ({ row }) => row);
    const fixesOf = (row: (typeof rows)[number]) =>
      findingsOfRow(table, row).flatMap(({ code, fixes }) => (fixes?.() ?? []).map((fix) => [code, fix]));
    const wanted = rows.map(fixesOf);
    const kept = rows.map((row) => findingsOfRow(table, row));
    expect(wanted.flat().length).toBeGreaterThan(2);
    for (const row of [...rows].reverse()) table.read(row);
    expect(
      kept.map((findings) => findings.flatMap(({ code, fixes }) => (fixes?.() ?? []).map((fix) => [code, fix]))),
    ).toEqual(wanted);
  });
});
