import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import { closeSync, fstatSync, fsyncSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { openRegularFile } from '../model/regularFile';
import { replaceFile } from '../model/replaceFile';
import { sentence } from '../language/sentence';
import type { SourceCatalogue, SourceRow } from '../scan/sourceCatalogue';
import { driveColumns } from './driveColumns';
import type { DrivePlan, JobPlan } from './jobPlan';
import { catalogueProblem, planHeaderOf, rowOf } from './planFileCheck';
import type { PlanHeader } from './planFileCheck';

/** `SNEAKERNET PLAN` and the version of the format. */
const MAGIC = Buffer.from('SNEAKERNET PLAN\u0001', 'latin1');
const LENGTH_BYTES = 4;
const DIGEST_BYTES = 32;
/** The header holds drives and side files, but no rows or files. */
const MAX_HEADER_BYTES = 256 * 2 ** 20;
const PIECE_BYTES = 2 ** 20;

/** A file cannot be read as a plan: it is damaged, or no plan. The message names the file and says what to do. */
export class PlanFileError extends Error {}

/**
 * Saves a plan, so that a session can continue without scanning the sources again. The file has mode 0600, and appears
 * only once it is complete: magic, length of the header, header (JSON), rows (one line of JSON each), columns
 * (little-endian), SHA-256 of all that.
 *
 * @returns the SHA-256, in hex
 * @throws errors of the file system
 */
export function savePlan(plan: JobPlan, path: string): string {
  const temporary = `${path}.new`;
  rmSync(temporary, { force: true });
  const file = openSync(temporary, 'wx', 0o600);
  let isComplete = false;
  try {
    const hash = createHash('sha256');
    const write = (bytes: Uint8Array) => {
      hash.update(bytes);
      writeAll(file, bytes);
    };
    const rows = rowSizes(plan.catalogue.rows);
    const header = Buffer.from(JSON.stringify(headerOf(plan, rows)), 'utf8');
    const length = Buffer.alloc(LENGTH_BYTES);
    length.writeUInt32LE(header.length);
    for (const bytes of [MAGIC, length, header]) write(bytes);
    for (const piece of rowPieces(plan.catalogue.rows)) write(piece);
    for (const column of columnsOf(plan)) write(new Uint8Array(column.buffer, column.byteOffset, column.byteLength));
    const digest = hash.digest();
    writeAll(file, digest);
    fsyncSync(file);
    isComplete = true;
    return digest.toString('hex');
  } finally {
    closeSync(file);
    if (isComplete) replaceFile(temporary, path);
    else rmSync(temporary, { force: true });
  }
}

/**
 * Loads a saved plan, using no more memory than the plan takes.
 *
 * @param sha256 what `savePlan` returned; undefined to accept any plan
 * @throws PlanFileError, errors of the file system
 */
export function loadPlan(path: string, sha256?: string): JobPlan {
  const file = openRegularFile(path);
  try {
    return new PlanReader(path, file).read(sha256);
  } finally {
    closeSync(file);
  }
}

class PlanReader {
  private readonly hash: Hash = createHash('sha256');
  private readonly size: number;
  private position = 0;

  constructor(
    private readonly path: string,
    private readonly file: number,
  ) {
    this.size = fstatSync(file).size;
  }

  read(sha256: string | undefined): JobPlan {
    if (this.size < MAGIC.length + LENGTH_BYTES + DIGEST_BYTES || !this.take(Buffer.alloc(MAGIC.length)).equals(MAGIC))
      throw this.refuse(sentence`it does not start like a plan of this version`);
    const header = this.readHeader();
    const rows = this.readRows(header);
    const columns = this.readColumns(header);
    if (this.position !== this.size - DIGEST_BYTES) throw this.refuse(sentence`it is longer than it states`);
    const digest = this.hash.digest();
    const stored = Buffer.alloc(DIGEST_BYTES);
    this.fill(stored);
    if (!digest.equals(stored)) throw this.refuse(sentence`its checksum is wrong`);
    if (sha256 !== undefined && digest.toString('hex') !== sha256.toLowerCase())
      throw this.refuse(sentence`it is not the plan of the session in the journal`);
    const { fileDrive, ...rest } = columns;
    const catalogue: SourceCatalogue = { rows, sideFiles: header.sideFiles, ...rest };
    const problem = catalogueProblem(catalogue, fileDrive, header);
    if (problem !== undefined) throw this.refuse(problem);
    const drives = header.drives.map(({ manifestBytes, ...drive }, index): DrivePlan => ({
      ...drive,
      columns: { ...driveColumns(catalogue, fileDrive, index), manifestBytes },
    }));
    return {
      sessionId: header.sessionId,
      created: header.created,
      catalogue,
      fileDrive,
      drives,
      leftOver: header.leftOver,
    };
  }

  private readHeader(): PlanHeader {
    const length = this.take(Buffer.alloc(LENGTH_BYTES)).readUInt32LE();
    if (length > Math.min(MAX_HEADER_BYTES, this.left)) throw this.refuse(sentence`it is cut off`);
    const header = planHeaderOf(this.parse(this.take(Buffer.alloc(length)).toString('utf8')));
    if (typeof header === 'string') throw this.refuse(header);
    return header;
  }

  private readRows({ rowCount, rowBytes }: PlanHeader): SourceRow[] {
    if (rowBytes > this.left) throw this.refuse(sentence`it is cut off`);
    const rows: SourceRow[] = [];
    let rest: Buffer = Buffer.alloc(0);
    for (let left = rowBytes; left > 0;) {
      const piece = this.take(Buffer.alloc(Math.min(left, PIECE_BYTES)));
      left -= piece.length;
      const bytes = rest.length > 0 ? Buffer.concat([rest, piece]) : piece;
      let start = 0;
      for (let end = bytes.indexOf(0x0a); end >= 0; end = bytes.indexOf(0x0a, start)) {
        const row = rowOf(this.parse(bytes.toString('utf8', start, end)));
        if (row === undefined) throw this.refuse(sentence`record ${rows.length + 1} in it is damaged`);
        rows.push(row);
        start = end + 1;
      }
      rest = bytes.subarray(start);
    }
    if (rest.length > 0 || rows.length !== rowCount)
      throw this.refuse(sentence`it does not contain the number of records that it states`);
    return rows;
  }

  private readColumns({ counts }: PlanHeader) {
    const { names, directories, files, targets } = counts;
    const u32 = (count: number) => this.column(Uint32Array, count);
    const u16 = (count: number) => this.column(Uint16Array, count);
    const i64 = (count: number) => this.column(BigInt64Array, count);
    // Object literals are evaluated from top to bottom, so this is the order of `columnsOf`.
    return {
      names: this.column(Uint8Array, names),
      directories: {
        count: directories,
        nameStart: u32(directories),
        nameLength: u16(directories),
        row: u32(directories),
        parent: u32(directories),
        target: u32(directories),
      },
      files: {
        count: files,
        nameStart: u32(files),
        nameLength: u16(files),
        created: i64(files),
        modified: i64(files),
        accessed: i64(files),
        directory: u32(files),
        size: this.column(Float64Array, files),
      },
      targets: {
        count: targets,
        nameStart: u32(targets),
        nameLength: u16(targets),
        created: i64(targets),
        modified: i64(targets),
        accessed: i64(targets),
        parent: u32(targets),
      },
      fileDrive: this.column(Uint8Array, files),
    };
  }

  private column<T extends Uint8Array | Uint16Array | Uint32Array | Float64Array | BigInt64Array>(
    type: (new (buffer: SharedArrayBuffer) => T) & { readonly BYTES_PER_ELEMENT: number },
    count: number,
  ): T {
    const bytes = count * type.BYTES_PER_ELEMENT;
    // Checked before memory is allocated: the header may be damaged.
    if (bytes > this.left) throw this.refuse(sentence`it is cut off`);
    const buffer = new SharedArrayBuffer(bytes);
    this.take(Buffer.from(buffer));
    return new type(buffer);
  }

  /** Bytes left before the checksum. */
  private get left(): number {
    return this.size - DIGEST_BYTES - this.position;
  }

  /** Reads the next bytes and adds them to the hash. */
  private take(into: Buffer): Buffer {
    this.fill(into);
    this.hash.update(into);
    return into;
  }

  private fill(into: Buffer): void {
    for (let at = 0; at < into.length;) {
      const read = readSync(this.file, into, at, into.length - at, this.position);
      if (read === 0) throw this.refuse(sentence`it is cut off`);
      at += read;
      this.position += read;
    }
  }

  private parse(text: string): unknown {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      throw this.refuse(sentence`it is damaged`);
    }
  }

  private refuse(why: string): PlanFileError {
    return new PlanFileError(
      sentence`${this.path} cannot be used: ${why}. Restore the file as the session left it, or start a new session with a new journal.`,
    );
  }
}

/** All columns, in the order in which they are in the file. */
function* columnsOf({ catalogue, fileDrive }: JobPlan): Generator<NodeJS.TypedArray> {
  const { names, directories, files, targets } = catalogue;
  yield names;
  yield* [directories.nameStart, directories.nameLength, directories.row, directories.parent, directories.target];
  yield* [
    files.nameStart,
    files.nameLength,
    files.created,
    files.modified,
    files.accessed,
    files.directory,
    files.size,
  ];
  yield* [targets.nameStart, targets.nameLength, targets.created, targets.modified, targets.accessed, targets.parent];
  yield fileDrive;
}

function headerOf(
  { sessionId, created, catalogue, drives, leftOver }: JobPlan,
  rows: { readonly count: number; readonly bytes: number },
) {
  const { names, directories, files, targets, sideFiles } = catalogue;
  return {
    sessionId,
    created: String(created),
    rowCount: rows.count,
    rowBytes: rows.bytes,
    counts: { names: names.length, directories: directories.count, files: files.count, targets: targets.count },
    sideFiles: sideFiles.map(({ times, ...sideFile }) => ({
      ...sideFile,
      times: [times.created, times.modified, times.accessed].map(String),
    })),
    // Columns have their own place in the file, and the layout is computed again.
    drives: drives.map((drive) => ({
      ...drive,
      columns: undefined,
      layout: undefined,
      manifestBytes: drive.columns.manifestBytes,
    })),
    leftOver: leftOver ?? null,
  };
}

function rowSizes(rows: readonly SourceRow[]): { readonly count: number; readonly bytes: number } {
  let bytes = 0;
  for (const piece of rowPieces(rows)) bytes += piece.length;
  return { count: rows.length, bytes };
}

/** The rows as lines of JSON, in pieces, because there may be hundreds of thousands. */
function* rowPieces(rows: readonly SourceRow[]): Generator<Buffer> {
  let text = '';
  for (const row of rows) {
    text += `${JSON.stringify(row)}\n`;
    if (text.length < PIECE_BYTES) continue;
    yield Buffer.from(text, 'utf8');
    text = '';
  }
  yield Buffer.from(text, 'utf8');
}

function writeAll(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at, Math.min(bytes.length - at, PIECE_BYTES));
}
