import { describe, expect, it } from 'vitest';
import type { CompletionItem, TextEdit } from 'vscode-languageserver-types';
import { applyEdits } from '#core/text/textEdit';
import { complete } from './completion';
import {
  contextOf,
  DATASET,
  dataset,
  datasetHeader,
  driveset,
  drivesetHeader,
  DRIVESET,
  filesHeader,
  withCursor,
} from '../../../test/languageContext';

type Options = Parameters<typeof contextOf>[1];

async function completeAt(marked: string, options: Options = {}, isDataset = true) {
  const { text, position } = withCursor(marked);
  const table = isDataset ? dataset(text) : driveset(text);
  const list = await complete(contextOf(table, options), position);
  const after = (label: string) => {
    const { range, newText } = textEditOf(list.items.find((item) => item.label === label)!);
    return applyEdits(text, [
      { start: table.csv.offsetAt(range.start), end: table.csv.offsetAt(range.end), text: newText },
    ]);
  };
  /** The text that a client compares `filterText` with. */
  const word = (item: CompletionItem) =>
    table.csv.getText(table.csv.offsetAt(textEditOf(item).range.start), table.csv.offsetAt(position));
  return { items: list.items, labels: list.items.map(({ label }) => label), after, word };
}

const textEditOf = (item: CompletionItem) => item.textEdit as TextEdit;
const row = (marked: string, options: Options = {}) => completeAt(`${datasetHeader}\n${marked}\n`, options);
const drive = (marked: string, options: Options = {}) => completeAt(`${drivesetHeader}\n${marked}\n`, options, false);

const directories: NonNullable<Options>['directories'] = {
  'F:\\': [
    { name: 'ledger.bak', kind: 'file' },
    { name: 'Photos', kind: 'directory' },
    { name: 'My Music', kind: 'directory' },
    { name: 'a,b.xml', kind: 'file' },
  ],
  '/srv/': [{ name: 'data', kind: 'directory' }],
};

describe('Completing the header', () => {
  it('offers both dialects as a whole in an empty file', async () => {
    const { labels, after } = await completeAt('‸');
    expect(labels).toContain(datasetHeader);
    expect(labels).toContain(filesHeader);
    expect(after(datasetHeader)).toBe(datasetHeader);
  });

  it('replaces what has been begun', async () => {
    const { after, items, word } = await completeAt('Base‸');
    expect(after(datasetHeader)).toBe(datasetHeader);
    expect(word(items[0]!)).toBe('Base');
    expect(items[0]!.filterText).toBe(datasetHeader);
  });

  it('offers the missing columns, those of both dialects while neither is chosen', async () => {
    const { labels } = await completeAt('BasePath,‸');
    expect(labels).toEqual(expect.arrayContaining(['DstBlobPathOrPrefix', 'DstItemPathOrPrefix', 'Disposition']));
    expect(labels).not.toContain('BasePath');
  });

  it('offers no second column of a kind that is there', async () => {
    const { labels, after } = await completeAt(`BasePath,DstBlobPathOrPrefix,‸,Disposition\n`);
    expect(labels).toEqual(['BlobType', 'MetadataFile', 'PropertiesFile', 'ItemType']);
    expect(after('BlobType')).toBe('BasePath,DstBlobPathOrPrefix,BlobType,Disposition\n');
  });

  it('offers the driveset header', async () => {
    expect((await completeAt('‸', {}, false)).labels[0]).toBe(drivesetHeader);
  });
});

describe('Completing values', () => {
  it('offers them with their meaning, the default selected', async () => {
    const { items, after } = await row('F:\\a\\,photos/,BlockBlob,‸,None,None');
    expect(items.map(({ label }) => label)).toEqual(['rename', 'no-overwrite', 'overwrite']);
    expect(items[0]).toMatchObject({ preselect: true, detail: 'default' });
    expect((items[1]!.documentation as { value: string }).value).toContain('skips the imported one');
    expect(after('overwrite')).toBe(`${datasetHeader}\nF:\\a\\,photos/,BlockBlob,overwrite,None,None\n`);
  });

  it('replaces a partly written value, whatever stands behind the cursor', async () => {
    const { after, items, word } = await row('F:\\a\\,photos/,Page‸Blo,rename,None,None');
    expect(after('PageBlob')).toBe(`${datasetHeader}\nF:\\a\\,photos/,PageBlob,rename,None,None\n`);
    expect(word(items[1]!)).toBe('Page');
  });

  it('removes a space before the value', async () => {
    const { after, items, word } = await row('F:\\a\\,photos/, Bl‸,rename,None,None');
    expect(after('BlockBlob')).toBe(`${datasetHeader}\nF:\\a\\,photos/,BlockBlob,rename,None,None\n`);
    expect(items[0]!.filterText!.startsWith(word(items[0]!))).toBe(true);
  });

  it('keeps quotes that the user opened, closed or not', async () => {
    for (const marked of ['F:\\a\\,photos/,"Bl‸",rename,None,None', 'F:\\a\\,photos/,"Bl‸,rename,None,None']) {
      const { after, items, word } = await row(marked);
      expect(after('BlockBlob')).toBe(`${datasetHeader}\nF:\\a\\,photos/,"BlockBlob",rename,None,None\n`);
      expect(items[0]!.filterText!.startsWith(word(items[0]!))).toBe(true);
    }
  });

  it('selects the value that suits the record', async () => {
    expect((await row('F:\\disk.vhd,disks/disk.vhd,‸,,,')).items.find(({ preselect }) => preselect)?.label).toBe(
      'PageBlob',
    );
    expect((await drive('H,Format,SilentMode,‸,')).items.find(({ preselect }) => preselect)?.label).toBe('Encrypt');
  });

  it('knows the values of the files dialect', async () => {
    expect((await completeAt(`${filesHeader}\nF:\\a\\,projects/,‸\n`)).labels[0]).toBe('file');
  });

  it('offers nothing for keys and for unknown columns', async () => {
    expect((await drive('G,AlreadyFormatted,SilentMode,AlreadyEncrypted,‸')).labels).toEqual([]);
    expect((await completeAt('BasePath,Colour\nF:\\a\\,‸\n')).labels).toEqual([]);
  });
});

describe('Completing drive letters', () => {
  it('offers those that no driveset of the job has, without C, sources last', async () => {
    const job = [
      { uri: 'file:///job/other.csv', table: driveset(`${drivesetHeader}\nE,Format,SilentMode,Encrypt,\n`) },
      { uri: DATASET, table: dataset(`${datasetHeader}\nF:\\a\\,photos/,,,,\n`) },
    ];
    const { labels } = await completeAt(`${drivesetHeader}\nd,Format,SilentMode,Encrypt,\n‸`, { job }, false);
    expect(labels.slice(0, 3)).toEqual(['G', 'H', 'I']);
    expect(labels.at(-1)).toBe('F');
    for (const used of ['C', 'D', 'E']) expect(labels).not.toContain(used);
  });

  it("offers the record's own letter again", async () => {
    expect((await drive('H‸,Format,SilentMode,Encrypt,')).labels).toContain('H');
  });
});

describe('Completing destinations', () => {
  const used = 'F:\\a\\,photos/2019/,,,,\nF:\\b\\,backups/,,,,\n';

  it('offers containers and virtual directories of the job', async () => {
    const { labels } = await row(`${used}F:\\c\\,‸,,,,`);
    expect(labels).toEqual(expect.arrayContaining(['photos/', 'photos/2019/', 'backups/', '$root/']));
  });

  it('offers those of other datasets too', async () => {
    const job = [{ uri: 'file:///job/more.csv', table: dataset(`${datasetHeader}\nF:\\x\\,archive/,,,,\n`) }];
    expect((await row('F:\\c\\,‸,,,,', { job })).labels).toContain('archive/');
  });

  it('stays in the container that has been typed', async () => {
    const { labels, after } = await row(`${used}F:\\c\\,photos/‸,,,,`);
    expect(labels).toEqual(['photos/', 'photos/2019/', 'photos/c/']);
    expect(after('photos/2019/')).toContain('F:\\c\\,photos/2019/,');
  });

  it('ends with the file name for a file', async () => {
    const { labels } = await row(`${used}F:\\ledger.bak,‸,,,,`);
    expect(labels.slice(0, 2)).toEqual(expect.arrayContaining(['photos/ledger.bak', 'backups/ledger.bak']));
  });

  it('makes a name of the source where nothing is used yet', async () => {
    expect((await row('F:\\My Photos\\,‸,,,,')).labels[0]).toBe('my-photos/');
  });

  it('repeats nothing of a URL', async () => {
    const { labels } = await row('F:\\a\\,https://x.blob.core.windows.net/p/?sig=abc,,,,\nF:\\b\\,‸,,,,');
    expect(labels.join(' ')).not.toContain('http');
  });

  it('offers shares in the files dialect, and no root container', async () => {
    const { labels } = await completeAt(`${filesHeader}\nF:\\a\\,projects/,file\nF:\\b\\,‸,file\n`);
    expect(labels).toContain('projects/');
    expect(labels).not.toContain('$root/');
  });
});

describe('Completing paths', () => {
  it('lists the typed directory, directories first, with the ending separator', async () => {
    const { labels, after, items } = await row('F:\\‸,photos/,,,,', { directories });
    expect(labels).toEqual(['My Music\\', 'Photos\\', 'a,b.xml', 'ledger.bak']);
    expect(after('Photos\\')).toBe(`${datasetHeader}\nF:\\Photos\\,photos/,,,,\n`);
    expect(items[1]!.command).toMatchObject({ command: 'editor.action.triggerSuggest' });
    expect(items[3]!.command).toBeUndefined();
  });

  it('quotes a name with a space or a comma, and leaves the cursor inside the quotes', async () => {
    const { after } = await row('F:\\‸,photos/,,,,', { directories });
    expect(after('My Music\\')).toContain('\n"F:\\My Music\\",photos/');
    expect(after('a,b.xml')).toContain('\n"F:\\a,b.xml",photos/');
    const { items } = await row('F:\\‸,photos/,,,,', { directories, snippets: true });
    expect(textEditOf(items[0]!).newText).toBe('"F:\\\\My Music\\\\$0"');
  });

  it('compares with what has been typed, quotes included', async () => {
    for (const marked of [
      '"F:\\ph‸",photos/,,,,',
      '"F:\\ph‸,photos/,,,,',
      '"F:\\ph‸,"photos/",,,,',
      '“F:\\ph‸”,photos/,,,,',
    ]) {
      const { items, word, labels } = await row(marked, { directories });
      expect(labels).toEqual(['Photos\\']);
      expect(items[0]!.filterText!.toLowerCase().startsWith(word(items[0]!).toLowerCase())).toBe(true);
    }
  });

  it('keeps what stands behind the directory at the cursor', async () => {
    const { after } = await row('F:\\Ph‸\\2019\\,photos/,,,,', { directories });
    expect(after('Photos\\')).toContain('\nF:\\Photos\\2019\\,photos/');
  });

  it('uses slashes for native paths', async () => {
    const { after } = await row('/srv/‸,photos/,,,,', { directories, nativePaths: true });
    expect(after('data/')).toContain('\n/srv/data/,photos/');
  });

  it('begins with the drives of other rows, and the root where native paths are read', async () => {
    const { labels } = await completeAt(`${datasetHeader}\nF:\\a\\,photos/,,,,\n\\\\nas\\share\\b\\,photos/,,,,\n‸`, {
      nativePaths: true,
    });
    expect(labels).toEqual(['F:\\', '\\\\nas\\share\\', '/']);
  });

  it('offers None and XML files for side files', async () => {
    expect((await row('F:\\a\\,photos/,,,‸,', { directories })).labels).toContain('None');
    expect((await row('F:\\a\\,photos/,,,F:\\‸,', { directories })).labels).toEqual([
      'None',
      'My Music\\',
      'Photos\\',
      'a,b.xml',
    ]);
  });

  it('knows nothing of paths that must not be read', async () => {
    expect((await row('G:\\‸,photos/,,,,', { directories })).labels).toEqual([]);
  });
});

it('Completion says nothing in a later line of a quoted field', async () => {
  expect((await row('"F:\\a\nb‸",photos/,,,,')).labels).toEqual([]);
});

it('Completion looks at a fixed number of rows', async () => {
  const rows = Array.from({ length: 20_000 }, (_, i) => `F:\\a\\${i}\\,box-${i}/,,,,`).join('\n');
  const { text } = withCursor(`${datasetHeader}\n${rows}\nF:\\z\\,‸,,,,`);
  const table = dataset(text);
  let reads = 0;
  const read = table.read.bind(table);
  table.read = (tableRow) => {
    reads++;
    return read(tableRow);
  };
  await complete(contextOf(table, { job: [{ uri: DRIVESET, table: driveset('') }] }), { line: 20_001, character: 6 });
  expect(reads).toBeLessThan(3000);
});
