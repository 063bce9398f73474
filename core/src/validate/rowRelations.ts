import { Relation, comparedText, copyKey, datasetKeys } from '../dataset/datasetRelation';
import type { DatasetKeys } from '../dataset/datasetRelation';
import { DatasetReading } from './datasetReading';
import type { ReadingOptions, TextReading } from './datasetReading';
import { detached } from './detached';
import { KeyFingerprint } from '../dataset/keyFingerprint';
import { isIn } from './repeatedKeys';
import type { Partition, Repetitions } from './repeatedKeys';

/** How many keys are compared as texts at once. */
const TEXTS_AT_ONCE = 250_000;

/** The `Relation` bits of each record, by its number. */
export type RowRelations = Uint8Array;

/**
 * Reads the text as often as necessary to relate all rows that share keys in `repeated`. Memory is bounded by the
 * partition of `repeated`, time by its number of keys.
 */
export function* relateRows(
  options: ReadingOptions,
  repeated: Repetitions,
  relations: RowRelations,
): Generator<TextReading, void> {
  const { partition, found } = repeated;
  const parts = Math.ceil(found.size / TEXTS_AT_ONCE);
  for (let index = 0; index < parts; index++) {
    const part: Partition = { index, count: parts };
    const isShared = ({ low, high }: { low: number; high: number }) =>
      isIn(partition, high) && isIn(part, Math.imul(high, 0x9e3779b1)) && found.has(low, high);
    const directories = new Map<string, number>();
    if (repeated.hasDirectories) yield collectDirectories(options, isShared, directories);
    yield relateToFirsts(options, isShared, directories, relations);
  }
}

type IsShared = (fingerprint: { low: number; high: number }) => boolean;

/** Finds the first row of each shared directory. */
function collectDirectories(
  options: ReadingOptions,
  isShared: IsShared,
  directories: Map<string, number>,
): TextReading {
  return readKeys(options, (ordinal, fingerprint, keys) => {
    if (!fingerprint.isDirectory || !isShared(fingerprint.directory)) return;
    const { source } = keys();
    if (!directories.has(source)) directories.set(detached(source), ordinal);
  });
}

function relateToFirsts(
  options: ReadingOptions,
  isShared: IsShared,
  directories: ReadonlyMap<string, number>,
  relations: RowRelations,
): TextReading {
  const copies = new Set<string>();
  const destinations = new Set<string>();
  return readKeys(options, (ordinal, fingerprint, keys) => {
    let relation = 0;
    if (isShared(fingerprint.copy) && !addNew(copies, copyKey(keys()))) relation |= Relation.Duplicate;
    if (fingerprint.isDirectory) {
      if (isShared(fingerprint.directory) && directories.get(keys().source) !== ordinal)
        relation |= Relation.SameDirectory;
    } else if (
      fingerprint.writesOneFile &&
      isShared(fingerprint.destination) &&
      !addNew(destinations, keys().destination)
    ) {
      relation |= Relation.Conflict;
    }
    if (
      directories.size > 0 &&
      hasSharedAncestor(fingerprint, isShared) &&
      ancestorsOf(keys().source).some((path) => directories.has(path))
    ) {
      relation |= Relation.Covered;
    }
    relations[ordinal]! |= relation;
  });
}

function hasSharedAncestor(
  { ancestorLows, ancestorHighs, ancestorCount }: KeyFingerprint,
  isShared: IsShared,
): boolean {
  for (let i = 0; i < ancestorCount; i++) if (isShared({ low: ancestorLows[i]!, high: ancestorHighs[i]! })) return true;
  return false;
}

/** Returns false where the set already has the text. */
function addNew(texts: Set<string>, text: string): boolean {
  if (texts.has(text)) return false;
  texts.add(detached(text));
  return true;
}

/** The directories above a source key, outermost first. */
export function ancestorsOf(source: string): string[] {
  const separator = source.startsWith('/') ? '/' : '\\';
  const found: string[] = [];
  for (let at = source.indexOf(separator); at >= 0 && at < source.length - 1; at = source.indexOf(separator, at + 1)) {
    found.push(source.slice(0, at + 1));
  }
  return found;
}

/** Visits all rows that are compared with others; their exact keys are only made on demand. */
export function readKeys(
  options: ReadingOptions,
  visit: (ordinal: number, fingerprint: KeyFingerprint, keys: () => DatasetKeys, reading: DatasetReading) => void,
): DatasetReading {
  const fingerprint = new KeyFingerprint(options.context.dialect);
  return new DatasetReading(options, (reading, role) => {
    if (role === 'header' || role === 'above') return;
    const fields = reading.records.moveTo(reading.scanner);
    const text = comparedText(fields);
    if (!text) return;
    fingerprint.read(text.path, text.destination);
    visit(reading.ordinal, fingerprint, () => datasetKeys(fields, options.context.dialect)!, reading);
  });
}
