/**
 * The list that selects what an export job copies from a storage account: `<BlobList>` with paths and prefixes,
 * followed by `<AzureFileList>` for shares. `ExportListReading` reads it as a stream and checks it against the rules.
 */
import type { Range } from '../text/position';
import { nearestValue } from '../names/nearestValue';

/** What an element selects: one blob or file, or all that begin with a prefix. */
export type ExportListElement = 'BlobPath' | 'BlobPathPrefix' | 'FilePath' | 'FilePathPrefix';

export type ExportListRoot = 'BlobList' | 'AzureFileList';

/** The elements allowed in each list. */
export const exportListElements: Readonly<Record<ExportListRoot, readonly ExportListElement[]>> = {
  BlobList: ['BlobPath', 'BlobPathPrefix'],
  AzureFileList: ['FilePath', 'FilePathPrefix'],
};

export const exportListRoots = Object.keys(exportListElements) as readonly ExportListRoot[];

/** An entry of a list, as its element describes it. */
export interface ExportListEntry {
  readonly element: ExportListElement;
  /** Without surrounding white space. */
  readonly path: string;
  /** The place of the element's name. */
  readonly range: Range;
  /** From the element's name to its closing tag. */
  readonly extent: Range;
}

export interface ReadExportList {
  /** The first entries. */
  readonly entries: readonly ExportListEntry[];
  readonly entryCount: number;
}

/** True for an element that selects all paths with a prefix. */
export function isPrefix(element: ExportListElement): boolean {
  return element.endsWith('Prefix');
}

/** The known name that a name probably means, and whether only case differs. */
export function meantName<Name extends string>(
  name: string,
  names: readonly Name[],
): { readonly name: Name; readonly isCase: boolean } | undefined {
  const nearest = nearestValue(name, names);
  return nearest && { name: nearest.value as Name, isCase: nearest.likeness === 'case' };
}
