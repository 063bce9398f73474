import { sentence } from '../language/sentence';
import type { FileTimes } from '../volume/ntfs/volumeTree';
import { GrowingColumn } from './growingColumn';
import type { ColumnArray } from './growingColumn';
import type { SideFile, SourceCatalogue, SourceRow, TimeColumns } from './sourceCatalogue';

/** A name has at most 255 UTF-16 units, or 1,024 if it is a blob's; UTF-8 needs up to three bytes for each. */
const MAX_NAME_BYTES = 0xffff;
/** Offsets into the pool are 32 bits wide. */
const MAX_POOL_BYTES = 2 ** 32;

/** There is more than a catalogue can count. The message says what to do. */
export class CatalogueFullError extends Error {}

/** Columns that grow together. */
abstract class NamedColumns {
  count = 0;
  private readonly nameStart = new GrowingColumn(Uint32Array);
  private readonly nameLength = new GrowingColumn(Uint16Array);
  /** The number of entries that fit before a column has to grow. */
  private capacity = 0;

  constructor(private readonly pool: NamePool) {}

  /** The other columns. */
  protected abstract readonly columns: readonly GrowingColumn<ColumnArray>[];

  /** Adds an entry with a name and returns its number. */
  protected add(name: string): number {
    const index = this.count++;
    if (this.count > this.capacity) this.grow();
    this.nameStart.array[index] = this.pool.length;
    this.nameLength.array[index] = this.pool.add(name);
    return index;
  }

  protected names() {
    return { nameStart: this.nameStart.finish(this.count), nameLength: this.nameLength.finish(this.count) };
  }

  private grow(): void {
    const all = [this.nameStart, this.nameLength, ...this.columns];
    for (const column of all) column.ensure(this.count);
    this.capacity = Math.min(...all.map(({ array }) => array.length));
  }
}

class TimeColumnsBuilder {
  readonly created = new GrowingColumn(BigInt64Array);
  readonly modified = new GrowingColumn(BigInt64Array);
  readonly accessed = new GrowingColumn(BigInt64Array);
  readonly columns = [this.created, this.modified, this.accessed];

  set(index: number, { created, modified, accessed }: FileTimes): void {
    this.created.array[index] = created;
    this.modified.array[index] = modified;
    this.accessed.array[index] = accessed;
  }

  finish(count: number): TimeColumns {
    return {
      created: this.created.finish(count),
      modified: this.modified.finish(count),
      accessed: this.accessed.finish(count),
    };
  }
}

class DirectoryColumns extends NamedColumns {
  private readonly row = new GrowingColumn(Uint32Array);
  private readonly parent = new GrowingColumn(Uint32Array);
  private readonly target = new GrowingColumn(Uint32Array);
  protected readonly columns = [this.row, this.parent, this.target];

  /** Appends a directory; one without a parent is the first of its row. */
  append(row: number, parent: number | undefined, target: number, name: string): number {
    const index = this.add(name);
    this.row.array[index] = row;
    this.parent.array[index] = parent ?? index;
    this.target.array[index] = target;
    return index;
  }

  finish(): SourceCatalogue['directories'] {
    const { count } = this;
    return {
      count,
      ...this.names(),
      row: this.row.finish(count),
      parent: this.parent.finish(count),
      target: this.target.finish(count),
    };
  }
}

class FileColumns extends NamedColumns {
  private readonly directory = new GrowingColumn(Uint32Array);
  private readonly size = new GrowingColumn(Float64Array);
  private readonly times = new TimeColumnsBuilder();
  protected readonly columns = [this.directory, this.size, ...this.times.columns];

  append(directory: number, name: string, size: number, times: FileTimes): void {
    const index = this.add(name);
    this.directory.array[index] = directory;
    this.size.array[index] = size;
    this.times.set(index, times);
  }

  finish(): SourceCatalogue['files'] {
    const { count } = this;
    return {
      count,
      ...this.names(),
      ...this.times.finish(count),
      directory: this.directory.finish(count),
      size: this.size.finish(count),
    };
  }
}

class TargetColumns extends NamedColumns {
  private readonly parent = new GrowingColumn(Uint32Array);
  private readonly times = new TimeColumnsBuilder();
  protected readonly columns = [this.parent, ...this.times.columns];

  append(parent: number, name: string, times: FileTimes): number {
    const index = this.add(name);
    this.parent.array[index] = parent;
    this.times.set(index, times);
    return index;
  }

  /** Gives a directory that so far came only from a destination the times of the source read into it. */
  retime(index: number, times: FileTimes): void {
    this.times.set(index, times);
  }

  finish(): SourceCatalogue['targets'] {
    const { count } = this;
    return { count, ...this.names(), ...this.times.finish(count), parent: this.parent.finish(count) };
  }
}

/** All names, one after the other, as UTF-8. */
class NamePool {
  length = 0;
  private readonly bytes = new GrowingColumn(Uint8Array);
  private buffer = Buffer.alloc(0);

  /** @returns the name's length in bytes */
  add(name: string): number {
    const { length } = name;
    const most = 3 * length;
    if (this.length + most > MAX_POOL_BYTES)
      throw new CatalogueFullError(
        sentence`The names of all files together exceed 4 GiB. Prepare the data in several sessions.`,
      );
    if (this.buffer.length < this.length + most) {
      this.bytes.ensure(this.length + most);
      const { array } = this.bytes;
      this.buffer = Buffer.from(array.buffer, array.byteOffset, array.length);
    }
    const written = Math.min(this.write(name), MAX_NAME_BYTES);
    this.length += written;
    return written;
  }

  finish(): Uint8Array {
    return this.bytes.finish(this.length);
  }

  /** Most names are short ASCII, for which a loop is faster than a call. */
  private write(name: string): number {
    const { buffer, length: start } = this;
    for (let i = 0; i < name.length; i++) {
      const code = name.charCodeAt(i);
      if (code > 127) return buffer.write(name, start, 'utf8');
      buffer[start + i] = code;
    }
    return name.length;
  }
}

/** Collects what the scan finds. */
export class CatalogueBuilder {
  private readonly pool = new NamePool();
  readonly rows: SourceRow[] = [];
  readonly sideFiles: SideFile[] = [];
  readonly directories = new DirectoryColumns(this.pool);
  readonly files = new FileColumns(this.pool);
  readonly targets = new TargetColumns(this.pool);

  finish(): SourceCatalogue {
    return {
      rows: this.rows,
      sideFiles: this.sideFiles,
      names: this.pool.finish(),
      directories: this.directories.finish(),
      files: this.files.finish(),
      targets: this.targets.finish(),
    };
  }
}
