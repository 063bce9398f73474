import { sentence } from '../language/sentence';
import type { SideFile, SourceCatalogue, SourceRow } from '../scan/sourceCatalogue';
import { ELSEWHERE, MOST_DRIVES } from './jobPlan';
import type { DrivePlan, LeftOver } from './jobPlan';

/** What a saved plan contains before its columns. */
export interface PlanHeader {
  readonly sessionId: string;
  readonly created: bigint;
  readonly rowCount: number;
  readonly rowBytes: number;
  readonly counts: {
    readonly names: number;
    readonly directories: number;
    readonly files: number;
    readonly targets: number;
  };
  readonly sideFiles: readonly SideFile[];
  readonly drives: readonly (Omit<DrivePlan, 'columns'> & { readonly manifestBytes: number })[];
  readonly leftOver: LeftOver | undefined;
}

const damaged = () => sentence`its header is damaged`;

/** Checks a header that was parsed. @returns the header, or what is wrong with it, in words */
export function planHeaderOf(value: unknown): PlanHeader | string {
  if (!isObject(value)) return damaged();
  const { sessionId, created, rowCount, rowBytes, counts, sideFiles, drives, leftOver } = value;
  if (
    !isText(sessionId) ||
    !isCount(rowCount) ||
    !isCount(rowBytes) ||
    !isObject(counts) ||
    !Array.isArray(sideFiles) ||
    !Array.isArray(drives)
  )
    return damaged();
  const { names, directories, files, targets } = counts;
  const time = bigintOf(created);
  if (
    time === undefined ||
    !isCount(names) ||
    !isCount(directories) ||
    !isCount(files) ||
    !isCount(targets) ||
    targets < 1 ||
    drives.length > MOST_DRIVES
  )
    return damaged();
  const itsSideFiles = sideFiles.map(sideFileOf).filter((sideFile) => sideFile !== undefined);
  const itsDrives = drives.map(driveOf).filter((drive) => drive !== undefined);
  const rest = leftOver === null ? undefined : leftOverOf(leftOver);
  if (
    itsSideFiles.length < sideFiles.length ||
    itsDrives.length < drives.length ||
    (leftOver !== null && rest === undefined)
  )
    return damaged();
  return {
    sessionId,
    created: time,
    rowCount,
    rowBytes,
    counts: { names, directories, files, targets },
    sideFiles: itsSideFiles,
    drives: itsDrives,
    leftOver: rest,
  };
}

/** A row of a saved plan; undefined if the value is not a valid one. */
export function rowOf(value: unknown): SourceRow | undefined {
  if (!isObject(value)) return undefined;
  const {
    dataset,
    line,
    basePath,
    machinePath,
    kind,
    destination,
    itemType,
    disposition,
    metadataFile,
    propertiesFile,
  } = value;
  const isSound =
    isText(dataset) &&
    isCount(line) &&
    isText(basePath) &&
    isText(machinePath) &&
    isText(destination) &&
    isOneOf(kind, ['directory', 'file']) &&
    isOneOf(itemType, ['BlockBlob', 'PageBlob', 'blob', 'file']) &&
    isOneOf(disposition, ['rename', 'no-overwrite', 'overwrite']) &&
    (metadataFile === undefined || isText(metadataFile)) &&
    (propertiesFile === undefined || isText(propertiesFile));
  return isSound ? (value as unknown as SourceRow) : undefined;
}

/** The first index in the columns that is out of range. Code that reads the plan relies on all of them. */
export function catalogueProblem(
  { rows, names, sideFiles, directories, files, targets }: SourceCatalogue,
  fileDrive: Uint8Array,
  { drives, leftOver }: PlanHeader,
): string | undefined {
  const isName = (
    { nameStart, nameLength }: { readonly nameStart: Uint32Array; readonly nameLength: Uint16Array },
    index: number,
  ) => nameStart[index]! + nameLength[index]! <= names.length;
  for (let node = 0; node < targets.count; node++) {
    if (!isName(targets, node) || (node === 0 ? targets.parent[0] !== 0 : targets.parent[node]! >= node))
      return sentence`its directory ${node} is damaged`;
  }
  for (let index = 0; index < directories.count; index++) {
    const parent = directories.parent[index]!;
    const row = directories.row[index]!;
    const isSound =
      isName(directories, index) &&
      row < rows.length &&
      parent <= index &&
      directories.row[parent] === row &&
      directories.target[index]! < targets.count;
    if (!isSound) return sentence`its source directory ${index} is damaged`;
  }
  for (let file = 0; file < files.count; file++) {
    const drive = fileDrive[file]!;
    const isSound =
      isName(files, file) &&
      files.directory[file]! < directories.count &&
      isCount(files.size[file]) &&
      (drive < drives.length || drive >= ELSEWHERE);
    if (!isSound) return sentence`its file ${file} is damaged`;
  }
  if (sideFiles.some(({ row }) => row >= rows.length)) return sentence`its side files are damaged`;
  if (leftOver?.tooLarge.some((file) => file >= files.count) === true) return sentence`its remainder is damaged`;
  return undefined;
}

function sideFileOf(value: unknown): SideFile | undefined {
  if (!isObject(value)) return undefined;
  const { kind, path, row, size, times } = value;
  if (
    (kind !== 'metadata' && kind !== 'properties') ||
    !isText(path) ||
    !isCount(row) ||
    !isCount(size) ||
    !Array.isArray(times)
  )
    return undefined;
  const [created, modified, accessed] = times.map(bigintOf);
  return created === undefined || modified === undefined || accessed === undefined
    ? undefined
    : { kind, path, row, size, times: { created, modified, accessed } };
}

function driveOf(value: unknown): PlanHeader['drives'][number] | undefined {
  if (!isObject(value)) return undefined;
  const {
    letter,
    target,
    kind,
    capacity,
    id,
    dataBytes,
    usedBytes,
    volumeBytes,
    diskBytes,
    rangeCount,
    pageRangeCount,
    manifestBytes,
  } = value;
  if (!isText(letter) || !/^[A-Z]$/.test(letter) || !isText(target) || (kind !== 'image' && kind !== 'device'))
    return undefined;
  if ((capacity !== undefined && !isCount(capacity)) || (id !== undefined && !isText(id))) return undefined;
  if (!isCount(dataBytes) || !isCount(usedBytes) || !isCount(volumeBytes) || !isCount(diskBytes)) return undefined;
  if (!isCount(rangeCount) || !isCount(pageRangeCount) || !isCount(manifestBytes)) return undefined;
  const optional = { ...(capacity === undefined ? {} : { capacity }), ...(id === undefined ? {} : { id }) };
  return {
    letter,
    target,
    kind,
    ...optional,
    dataBytes,
    usedBytes,
    volumeBytes,
    diskBytes,
    rangeCount,
    pageRangeCount,
    manifestBytes,
  };
}

function leftOverOf(value: unknown): LeftOver | undefined {
  if (!isObject(value)) return undefined;
  const { files, bytes, tooLarge, drives, driveBytes } = value;
  if (
    !isCount(files) ||
    !isCount(bytes) ||
    !isCount(drives) ||
    !isCount(driveBytes) ||
    !Array.isArray(tooLarge) ||
    !tooLarge.every(isCount)
  )
    return undefined;
  return { files, bytes, tooLarge, drives, driveBytes };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isOneOf(value: unknown, allowed: readonly string[]): boolean {
  return isText(value) && allowed.includes(value);
}

/** A FILETIME in decimal digits. */
function bigintOf(value: unknown): bigint | undefined {
  return isText(value) && /^-?\d{1,19}$/.test(value) ? BigInt.asIntN(64, BigInt(value)) : undefined;
}
