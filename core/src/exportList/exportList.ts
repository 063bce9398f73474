/**
 * The list of what an export job takes out of a storage account: `<BlobList>` with paths and prefixes, and for shares `<AzureFileList>`,
 * one behind the other. `ExportListReading` reads one as a stream and holds it to the rules.
 */
import type { Range } from '../text/position';
import { nearestValue } from '../names/nearestValue';

/** What an element names: one blob or file, or all that begin so. */
export type ExportListElement = 'BlobPath' | 'BlobPathPrefix' | 'FilePath' | 'FilePathPrefix';

export type ExportListRoot = 'BlobList' | 'AzureFileList';

/** What may stand in each list. */
export const exportListElements: Readonly<Record<ExportListRoot, readonly ExportListElement[]>> = {
  BlobList: ['BlobPath', 'BlobPathPrefix'],
  AzureFileList: ['FilePath', 'FilePathPrefix'],
};

export const exportListRoots = Object.keys(exportListElements) as readonly ExportListRoot[];

/** An entry of a list, as far as its tag says what it is. */
export interface ExportListEntry {
  readonly element: ExportListElement;
  /** Without the white space around it. */
  readonly path: string;
  /** The element's name. */
  readonly range: Range;
  /** From the element's name to its closing tag. */
  readonly extent: Range;
}

export interface ReadExportList {
  /** The first entries. */
  readonly entries: readonly ExportListEntry[];
  readonly entryCount: number;
}

/** True of an element that names all paths that begin so. */
export function isPrefix(element: ExportListElement): boolean {
  return element.endsWith('Prefix');
}

/** What a name is taken for, and whether it differs from that in upper and lower case alone. */
export function meantName<Name extends string>(
  name: string,
  names: readonly Name[],
): { readonly name: Name; readonly isCase: boolean } | undefined {
  const nearest = nearestValue(name, names);
  return nearest && { name: nearest.value as Name, isCase: nearest.likeness === 'case' };
}
