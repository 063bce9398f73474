import { contentOf } from '../csv/fieldContent';
import { nearestValue } from '../names/nearestValue';
import { datasetValues } from '../columns/datasetColumns';
import type { DatasetRow, Dialect } from '../columns/datasetColumns';

/** What a row creates. `blob`: a blob whose type the tool chooses. */
export type ItemType = 'BlockBlob' | 'PageBlob' | 'blob' | 'file';

const values: Readonly<Record<Dialect, readonly string[]>> = {
  blob: datasetValues('blob', 'type'),
  files: datasetValues('files', 'type'),
};

/** The intended BlobType or ItemType: a misspelled value counts as the one that the quick fix would write. */
export function itemTypeOf(row: DatasetRow, dialect: Dialect): ItemType {
  const text = contentOf(row.type);
  switch (text) {
    case 'BlockBlob':
    case 'PageBlob':
      return text;
    case 'file':
    case 'blob':
      if (dialect === 'files') return text;
      break;
    case undefined:
    case '':
      return dialect === 'files' ? 'file' : 'blob';
  }
  if (/^append/i.test(text)) return 'BlockBlob';
  return (
    (nearestValue(text, values[dialect])?.value as ItemType | undefined) ?? (dialect === 'files' ? 'file' : 'blob')
  );
}

const virtualDisk = /\.vhdx?$/i;

/** True for the name of a virtual hard disk, which becomes a page blob if the row leaves the type to the tool. */
export const isVirtualDisk = (name: string): boolean => virtualDisk.test(name);

/** What a row makes of one of its files. */
export function itemTypeOfFile(type: ItemType, name: string): Exclude<ItemType, 'blob'> {
  if (type !== 'blob') return type;
  return isVirtualDisk(name) ? 'PageBlob' : 'BlockBlob';
}
