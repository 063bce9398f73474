import { contentOf } from '#core/csv/fieldContent';
import { namespaceOf, parseDestination } from '#core/dataset/destination';
import type { Namespace } from '#core/dataset/destination';
import type { DatasetRow, Dialect } from '#core/columns/datasetColumns';
import { itemTypeOf } from '#core/dataset/itemType';
import type { ItemType } from '#core/dataset/itemType';
import type { PathRules } from '#core/job/pathMap';
import { rootContainer } from '#core/names/containerName';
import { lastName } from '#core/names/windowsPath';
import { detached } from '#core/validate/detached';
import type { RecordPlace } from './scanFindings';
import type { SourceRow } from './sourceCatalogue';

/** A dataset record as written, before its source has been looked for. */
export interface SourceRecord extends RecordPlace {
  readonly basePath: string;
  readonly destination: string;
  readonly itemType: ItemType;
  readonly namespace: Namespace;
  readonly disposition: SourceRow['disposition'];
  readonly metadataFile: string | undefined;
  readonly propertiesFile: string | undefined;
  /** How paths of its dataset are read on this machine. */
  readonly paths: PathRules;
}

/** Reads a record's values; undefined if it names no source or no destination. */
export function sourceRecord(
  row: DatasetRow,
  dialect: Dialect,
  place: RecordPlace,
  paths: PathRules,
): SourceRecord | undefined {
  const basePath = contentOf(row.basePath);
  const destination = contentOf(row.destination);
  if (!basePath || !destination) return undefined;
  return {
    ...place,
    basePath: detached(basePath),
    destination: detached(destination),
    itemType: itemTypeOf(row, dialect),
    namespace: namespaceOf(row, dialect),
    // Version 2.2.0.300 of the tool always overwrites with dialect `files`, whatever is written.
    disposition: dialect === 'files' ? 'overwrite' : dispositionOf(contentOf(row.disposition)),
    metadataFile: sideFileOf(contentOf(row.metadataFile)),
    propertiesFile: sideFileOf(contentOf(row.propertiesFile)),
    paths,
  };
}

function dispositionOf(text: string | undefined): SourceRow['disposition'] {
  return text === 'no-overwrite' || text === 'overwrite' ? text : 'rename';
}

function sideFileOf(text: string | undefined): string | undefined {
  return !text || text.toLowerCase() === 'none' ? undefined : detached(text);
}

/** Where the files of a record go. */
export interface Route {
  /** Container or share, then the directories; each is a directory on the drive. */
  readonly directories: readonly string[];
  /** A file's name or, for a directory, what is put in front of the names directly in it, usually nothing. */
  readonly last: string;
  /** The beginning of the blob paths, or the whole path of the blob: `SourceRow.destination`. */
  readonly destination: string;
  /** Whether sub-directories are left out. */
  readonly isRootContainer: boolean;
}

/**
 * The route of a record. A destination without a path means the container itself, and a file that goes to a directory
 * keeps its name.
 */
export function routeOf({ destination: text, basePath, namespace }: SourceRecord, isFile: boolean): Route {
  const { leading, nameEnd, pathStart } = parseDestination(text);
  const container = text.slice(leading, nameEnd);
  const path = text.slice(pathStart);
  const parts = path.split('/');
  const last = parts.pop()!;
  const name = isFile && last === '' ? lastName(basePath).text : last;
  return {
    directories: [container, ...parts],
    last: name,
    destination: [container, ...parts, name].join('/'),
    isRootContainer: namespace === 'container' && container === rootContainer,
  };
}
