import { describe, expect, it } from 'vitest';
import { hoverAt as hoverIfWanted } from '../hoverAt';
import { hover } from './hover';
import { tableLanguage } from './tableLanguage';
import {
  contextOf,
  dataset,
  datasetHeader,
  driveset,
  drivesetHeader,
  filesHeader,
  withCursor,
} from '../../../test/languageContext';

const KEY = '060456-014509-132033-080300-252615-584177-672089-411631';

function hoverAt(marked: string, isDataset = true): string | undefined {
  const { text, position } = withCursor(marked);
  const answer = hover(contextOf(isDataset ? dataset(text) : driveset(text)), position);
  return answer ? (answer.contents as { value: string }).value : undefined;
}

const rowHover = (row: string) => hoverAt(`${datasetHeader}\n${row}\n`);
const filesHover = (row: string) => hoverAt(`${filesHeader}\n${row}\n`);
const driveHover = (row: string) => hoverAt(`${drivesetHeader}\n${row}\n`, false);

describe('A hover over a dataset row', () => {
  it('says what a directory row will do', () => {
    expect(rowHover('‸F:\\Photos\\,photos/2019/,BlockBlob,rename,None,None')).toBe(
      'Recursively copies `F:\\Photos\\` to container `photos` under `2019/`, as block blobs, renaming on conflict.',
    );
  });

  it('says what a file row will do', () => {
    expect(rowHover('F:\\ledger.bak,bac‸kups/2019/ledger.bak,PageBlob,overwrite,F:\\meta.xml,')).toBe(
      'Copies the file `F:\\ledger.bak` to container `backups` as `2019/ledger.bak`, as a page blob, overwriting what already exists, with metadata from `F:\\meta.xml`.',
    );
  });

  it('knows what empty fields mean', () => {
    expect(rowHover('‸F:\\Photos\\,photos/,,,,')).toBe(
      'Recursively copies `F:\\Photos\\` to container `photos`, as block blobs (`.vhd` and `.vhdx` files as page blobs), renaming on conflict.',
    );
    expect(rowHover('‸F:\\disk.VHDX,disks/disk.vhdx,,no-overwrite,,')).toBe(
      'Copies the file `F:\\disk.VHDX` to container `disks` as `disk.vhdx`, as a page blob, skipping what already exists.',
    );
  });

  it('says that the root container takes no sub-directories', () => {
    expect(rowHover('‸F:\\Photos\\,$root/,BlockBlob,rename,,')).toContain(
      'to the root container, without its sub-directories, as block blobs',
    );
  });

  it('says where a prefix without an ending slash puts names', () => {
    expect(rowHover('‸F:\\Photos\\,photos/2019,BlockBlob,rename,,')).toContain(
      'container `photos`, with `2019` at the beginning of every name',
    );
  });

  it('knows shares, and that their files are overwritten', () => {
    expect(filesHover('‸F:\\Projects\\,projects/2019/,file')).toBe(
      'Recursively copies `F:\\Projects\\` to share `projects` under `2019/`, as files, overwriting what already exists.',
    );
  });

  it('reads through typographic quotes', () => {
    expect(rowHover('‸“F:\\Photos\\”,”photos/”,BlockBlob,rename,,')).toBe(
      'Recursively copies `F:\\Photos\\` to container `photos`, as block blobs, renaming on conflict.',
    );
  });

  it('says what is missing', () => {
    expect(rowHover('‸F:\\Photos\\,,,,,')).toBe(
      'Recursively copies `F:\\Photos\\`, as soon as the destination names a container.',
    );
    expect(rowHover('‸,photos/,,,,')).toBe('Copies nothing: BasePath is empty.');
  });

  it('shows nothing of a URL, which may hold a signature', () => {
    expect(rowHover('‸F:\\a\\,https://x.blob.core.windows.net/photos/?sig=abcdef,,,,')).not.toContain('abcdef');
  });

  it('keeps Markdown in names literal', () => {
    expect(rowHover('‸F:\\a`b*c\\,photos/,BlockBlob,rename,,')).toContain('``F:\\a`b*c\\``');
  });
});

describe('A hover over a value', () => {
  it('tells its meaning, and the default of an empty one', () => {
    expect(rowHover('F:\\a\\,photos/,BlockBlob,no-over‸write,,')).toContain(
      '**Disposition** `no-overwrite`: Keeps what is already there',
    );
    expect(rowHover('F:\\a\\,photos/,BlockBlob,‸,,')).toContain('**Disposition** `rename` (default): Keeps both');
  });

  it('shows the column where the value is unknown', () => {
    expect(rowHover('F:\\a\\,photos/,Bl‸ob,rename,,')).toContain('- `PageBlob`: For virtual hard disks');
  });
});

describe('A hover over the header', () => {
  it('documents the column', () => {
    expect(hoverAt('BasePath,DstBlob‸PathOrPrefix\n')).toMatch(/^\*\*DstBlobPathOrPrefix\*\*\n\nWhere the data goes/);
    expect(hoverAt('Dis‸position\n')).toContain('**Disposition** (optional)');
  });

  it('says nothing of an unknown column', () => {
    expect(hoverAt('BasePath,Colo‸ur\n')).toBeUndefined();
  });
});

describe('A hover over a drive', () => {
  it('says what happens to it', () => {
    expect(driveHover('‸H,Format,SilentMode,Encrypt,')).toBe(
      'Erases drive H without asking and encrypts it with a new BitLocker key.',
    );
    expect(driveHover('‸H,Format,PromptOnFormat,Encrypt,')).toBe(
      'After asking, erases drive H and encrypts it with a new BitLocker key.',
    );
    expect(driveHover('‸g,AlreadyFormatted,SilentMode,Encrypt,')).toBe(
      'Keeps what is on drive G, adds the data, and encrypts it with a new BitLocker key.',
    );
    expect(driveHover(`‸G,AlreadyFormatted,SilentMode,AlreadyEncrypted,${KEY}`)).toBe(
      'Unlocks drive G with its BitLocker key, keeps what is on it, and adds the data.',
    );
    expect(driveHover('‸G,AlreadyFormatted,SilentMode,AlreadyEncrypted,')).toContain('its BitLocker key is missing');
    expect(driveHover(`‸G,Format,SilentMode,AlreadyEncrypted,${KEY}`)).toContain('the tool refuses');
  });
});

describe('A hover over a key', () => {
  it('shows the first and the last group alone, and marks wrong ones', () => {
    const mistyped = KEY.replace('132033', '132034');
    const shown = driveHover(`G,AlreadyFormatted,SilentMode,AlreadyEncrypted,‸${mistyped}`)!;
    expect(shown).toContain('060456-••••••-…-411631: one group is mistyped.');
    expect(shown).toContain('| 3 | •••••• | ✗ not a multiple of 11 |');
    expect(shown).toContain('| 4 | •••••• | ✓ |');
    for (const group of mistyped.split('-').slice(1, -1)) expect(shown).not.toContain(group);
  });

  it('shows no digit of a text of another shape', () => {
    const shown = driveHover('G,AlreadyFormatted,SilentMode,AlreadyEncrypted,‸060456-014509-13203')!;
    expect(shown).toContain('3 groups instead of 8');
    expect(shown).not.toMatch(/060456|014509|13203/);
  });

  it('documents an empty one', () => {
    expect(driveHover('G,Format,SilentMode,Encrypt,‸')).toContain('**ExistingBitLockerKey**');
  });
});

it('A hover can be turned off', async () => {
  const hovered = (isOn: boolean) =>
    hoverIfWanted(contextOf(dataset(datasetHeader), { settings: { hover: isOn } }), tableLanguage('dataset'), {
      line: 0,
      character: 1,
    });
  expect(await hovered(false)).toBeNull();
  expect(await hovered(true)).not.toBeNull();
});
