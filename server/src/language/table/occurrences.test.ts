import { describe, expect, it } from 'vitest';
import type { WorkspaceEdit } from 'vscode-languageserver-types';
import type { TableDocument } from '#core/table/tableDocument';
import { applyEdits } from '#core/text/textEdit';
import type { JobTable } from '../languageContext';
import { definition, documentHighlights, prepareRename, references, rename } from './occurrences';
import {
  contextOf,
  DATASET,
  dataset,
  datasetHeader,
  DRIVESET,
  driveset,
  drivesetHeader,
  withCursor,
} from '../../../test/languageContext';

const drives = driveset(`${drivesetHeader}\nG,Format,SilentMode,Encrypt,\nH,Format,SilentMode,Encrypt,\n`);
const archive = dataset(`${datasetHeader}\ng:\\old\\,photos/old/,BlockBlob,rename,G:\\meta.xml,None\n`);
const job: JobTable[] = [
  { uri: DRIVESET, table: drives },
  { uri: 'file:///job/archive.csv', table: archive },
];

function at(marked: string, isCancelled?: () => boolean) {
  const { text, position } = withCursor(`${datasetHeader}\n${marked}\n`);
  const table = dataset(text);
  return { context: contextOf(table, { job, ...(isCancelled ? { isCancelled } : {}) }), position, table };
}

const rows = (marked: string) => `${marked}\n"F:\\b\\","photos/new/",,,,\nG:\\c\\,Photos/,,,,`;

function applied(table: TableDocument, edit: WorkspaceEdit, uri: string): string {
  const edits = edit.changes![uri] ?? [];
  return applyEdits(
    table.csv.getText(),
    edits.map(({ range, newText }) => ({
      start: table.csv.offsetAt(range.start),
      end: table.csv.offsetAt(range.end),
      text: newText,
    })),
  );
}

describe('A container', () => {
  const marked = rows('F:\\a\\,pho‸tos/2019/,,,,');

  it('is highlighted in the file, by case', () => {
    const { context, position } = at(marked);
    expect(documentHighlights(context, position).map(({ range }) => range.start)).toEqual([
      { line: 1, character: 6 },
      { line: 2, character: 9 },
    ]);
  });

  it('is found in all files of the job, and defined by the first row that writes to it', async () => {
    const { context, position } = at(marked);
    expect((await references(context, position)).map(({ uri }) => uri)).toEqual([
      DATASET,
      DATASET,
      'file:///job/archive.csv',
    ]);
    expect(await references(context, position, false)).toHaveLength(2);
    expect(await definition(context, position)).toMatchObject({
      uri: DATASET,
      range: { start: { line: 1, character: 6 } },
    });
  });

  it('is renamed in all files of the job, and nothing else with it', async () => {
    const { context, position, table } = at(marked);
    expect(prepareRename(context, position)).toMatchObject({ placeholder: 'photos' });
    const { edit } = (await rename(context, position, 'pictures')) as { edit: WorkspaceEdit };
    expect(applied(table, edit, DATASET)).toBe(
      `${datasetHeader}\nF:\\a\\,pictures/2019/,,,,\n"F:\\b\\","pictures/new/",,,,\nG:\\c\\,Photos/,,,,\n`,
    );
    expect(applied(archive, edit, 'file:///job/archive.csv')).toContain(',pictures/old/,');
  });

  it('is not given a name that the service refuses', async () => {
    const { context, position } = at(marked);
    for (const name of ['Pictures', 'a', 'a--b', '$web', ''])
      expect(await rename(context, position, name)).toHaveProperty('refused');
  });

  it('is not renamed by halves when cancelled', async () => {
    const { context, position } = at(marked, () => true);
    expect(await rename(context, position, 'pictures')).toHaveProperty('refused');
  });

  it('is the first name alone', async () => {
    const { context, position } = at(rows('F:\\a\\,photos/20‸19/,,,,'));
    expect(prepareRename(context, position)).toBeNull();
    expect(await rename(context, position, 'pictures')).toHaveProperty('refused');
  });

  it('is never the root container or a URL', () => {
    for (const destination of ['$ro‸ot/', 'https://x.blob.core.windows.net/ph‸otos/']) {
      const { context, position } = at(`F:\\a\\,${destination},,,,`);
      expect(prepareRename(context, position)).toBeNull();
    }
  });
});

describe('A drive letter', () => {
  const marked = rows('‸G:\\a\\,photos/,,,,');

  it('is defined by its driveset row', async () => {
    const { context, position } = at(marked);
    expect(await definition(context, position)).toEqual({
      uri: DRIVESET,
      range: { start: { line: 1, character: 0 }, end: { line: 1, character: 1 } },
    });
  });

  it('is found in sources and side files whatever its case', async () => {
    const { context, position } = at(marked);
    expect((await references(context, position)).map(({ uri }) => uri)).toEqual([
      DATASET,
      DATASET,
      DRIVESET,
      'file:///job/archive.csv',
      'file:///job/archive.csv',
    ]);
  });

  it('is renamed everywhere, unless the new one is taken', async () => {
    const { context, position, table } = at(marked);
    expect(await rename(context, position, 'h')).toEqual({ refused: 'Drive H is already in the driveset.' });
    expect(await rename(context, position, 'HH')).toHaveProperty('refused');
    const { edit } = (await rename(context, position, 'k:')) as { edit: WorkspaceEdit };
    expect(applied(table, edit, DATASET)).toContain('\nK:\\a\\,photos/');
    expect(applied(drives, edit, DRIVESET)).toContain('\nK,Format');
    expect(applied(archive, edit, 'file:///job/archive.csv')).toContain(
      'K:\\old\\,photos/old/,BlockBlob,rename,K:\\meta.xml',
    );
  });

  it('is renamed from its driveset too', async () => {
    const context = contextOf(drives, {
      job: [{ uri: DATASET, table: dataset(`${datasetHeader}\n"G:\\a\\",x/,,,,\n`) }],
    });
    const { edit } = (await rename(context, { line: 1, character: 1 }, 'K')) as { edit: WorkspaceEdit };
    expect(Object.keys(edit.changes!)).toEqual([DRIVESET, DATASET]);
  });
});

it('Highlights look at a fixed number of lines', () => {
  const table = dataset(`${datasetHeader}\n${'F:\\a\\,photos/,,,,\n'.repeat(20_000)}`);
  expect(documentHighlights(contextOf(table), { line: 10_000, character: 7 }).length).toBeLessThan(2100);
});
