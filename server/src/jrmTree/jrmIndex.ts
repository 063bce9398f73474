import { ChecksumFilter } from '#core/jrm/checksumTree/checksumFilter';
import type { ChecksumTree } from '#core/jrm/checksumTree/checksumTree';
import { ChecksumTreeBuilder } from '#core/jrm/checksumTree/checksumTreeBuilder';
import { ROOT_FOLDER } from '#core/jrm/checksumTree/folderTable';
import { JsonReader } from '#core/jrm/jsonReader';
import { JrmFormatError } from '#core/jrm/jrm';
import type { ByteSpan, JrmVisitor } from '#core/jrm/jrmPieces';
import { XmlScanner } from '#core/jrm/xmlScanner';
import type { Steps } from '#core/work/steps';
import { runSteps } from '../runtime/runSteps';
import type {
  JrmChecksumDetails,
  JrmChildren,
  JrmFilterResult,
  JrmKey,
  JrmPlace,
  JrmRange,
  JrmSeal,
  JrmState,
  JrmSummary,
} from '../protocol/jrm';
import type { JrmBytes } from './jrmBytes';
import { childrenOf } from './jrmChildren';
import { JrmHead } from './jrmHead';
import { checksumDetails, recordSpan } from './jrmRecord';
import { readPieces } from './readPieces';
import { rangeAt } from './textRange';

const LESS = 0x3c;

/** What `JrmIndex` itself knows; the file's name and what the journal says are added elsewhere. */
export type JrmIndexSummary = Omit<JrmSummary, 'uri' | 'revision' | 'verified' | 'step'>;

/** The result of checking the seal. */
export interface SealCheck {
  readonly seal: JrmSeal;
  /** The first line, zero-based, that a JRM cannot contain. */
  readonly unreadableLine?: number;
}

/** The result of one reading of a JRM. It answers only for the text that it has read. */
export class JrmIndex {
  readonly #onChange: () => void;
  readonly #head = new JrmHead();
  /** Where the values of fields are. */
  readonly #places = new Map<string, ByteSpan>();
  readonly #builder = new ChecksumTreeBuilder();
  #bytes: JrmBytes | undefined;
  #tree: ChecksumTree | undefined;
  #state: JrmState = 'reading';
  #unreadableLine: number | undefined;
  #seal: JrmSeal = 'checking';
  #filter: { readonly text: string; readonly filter: ChecksumFilter } | undefined;
  #closed = false;
  #headIsRead!: () => void;

  /** Settles when everything before the checksums has been read, or the whole file. */
  readonly headRead: Promise<void>;
  /** Settles when everything has been read, or the index was closed. */
  readonly wholeRead: Promise<void>;

  /** @param onChange called when the summary has changed */
  constructor(bytes: Promise<JrmBytes | undefined>, onChange: () => void) {
    this.#onChange = onChange;
    this.headRead = new Promise((resolve) => {
      this.#headIsRead = resolve;
    });
    this.wholeRead = this.#read(bytes).finally(this.#headIsRead);
  }

  /** Stops reading. */
  close(): void {
    this.#closed = true;
  }

  /** Takes over the result of checking the whole file. */
  conclude({ seal, unreadableLine }: SealCheck): void {
    this.#seal = seal;
    this.#unreadableLine = unreadableLine;
  }

  get isClosed(): boolean {
    return this.#closed;
  }

  get bytes(): JrmBytes | undefined {
    return this.#bytes;
  }

  get sessionId(): string | undefined {
    return this.#head.sessionId;
  }

  get summary(): JrmIndexSummary {
    const { count, bytes, containers, drives } = this.#builder;
    return {
      state: this.#state,
      fromEditor: this.#bytes?.fromEditor ?? false,
      job: this.#head.job,
      drives: this.#head.drives(drives),
      containers: this.#head.containers(containers, this.#tree),
      checksums: count,
      bytes,
      folders: this.#tree?.folderCount ?? 0,
      seal: this.#seal,
      ...(this.#unreadableLine !== undefined && { unreadableLine: this.#unreadableLine }),
    };
  }

  async children(
    folder: number,
    start: number | undefined,
    count: number | undefined,
    filter: string | undefined,
  ): Promise<JrmChildren | undefined> {
    await this.wholeRead;
    const tree = this.#tree;
    if (!tree?.hasFolder(folder)) return undefined;
    const filtered = filter === undefined || filter === '' ? undefined : await this.#filtered(tree, filter);
    return this.#run(childrenOf(tree, folder, start, count, filtered));
  }

  async filter(text: string): Promise<JrmFilterResult | undefined> {
    await this.wholeRead;
    const filter = this.#tree && (await this.#filtered(this.#tree, text));
    return filter && { files: filter.files(ROOT_FOLDER), bytes: filter.bytes(ROOT_FOLDER) };
  }

  async checksum(file: number): Promise<JrmChecksumDetails | undefined> {
    await this.wholeRead;
    const text = this.#tree?.hasFile(file) ? await this.#text(this.#tree.record(file)) : undefined;
    return text === undefined ? undefined : checksumDetails(text);
  }

  async locate(place: JrmPlace): Promise<JrmRange | undefined> {
    await this.wholeRead;
    const span = await this.#spanOf(place);
    const file = span && (await this.#bytes?.open());
    if (!file) return undefined;
    try {
      return await rangeAt(file, span);
    } finally {
      await file.close();
    }
  }

  key(drive: number): JrmKey | undefined {
    return this.#head.key(drive);
  }

  async #spanOf(place: JrmPlace): Promise<ByteSpan | undefined> {
    switch (place.kind) {
      case 'member':
        return this.#places.get(place.name);
      case 'checksum':
        return this.#tree?.hasFile(place.file) ? this.#tree.record(place.file) : undefined;
      case 'record': {
        const list = this.#places.get(place.list);
        const text = list && (await this.#text(list));
        const span = text === undefined ? undefined : recordSpan(text, place.index, place.field);
        if (!list || !span || text === undefined) return list;
        const before = new TextEncoder().encode(text.slice(0, span.offset)).length;
        const length = new TextEncoder().encode(text.slice(span.offset, span.offset + span.length)).length;
        return { offset: list.offset + before, length };
      }
    }
  }

  async #text({ offset, length }: ByteSpan): Promise<string | undefined> {
    const file = await this.#bytes?.open();
    if (!file) return undefined;
    try {
      return new TextDecoder().decode(await file.read(offset, length));
    } finally {
      await file.close();
    }
  }

  async #filtered(tree: ChecksumTree, text: string): Promise<ChecksumFilter | undefined> {
    if (this.#filter?.text === text) return this.#filter.filter;
    const filter = await this.#run(ChecksumFilter.of(tree, text));
    if (filter) this.#filter = { text, filter };
    return filter;
  }

  #run<T>(steps: Steps<T>): Promise<T | undefined> {
    return runSteps(steps, () => this.#closed);
  }

  async #read(finding: Promise<JrmBytes | undefined>): Promise<void> {
    this.#bytes = await finding;
    const file = await this.#bytes?.open();
    if (!file) {
      this.#state = 'missing';
      return;
    }
    const visitor: JrmVisitor = {
      member: (name, value, place) => {
        this.#head.set(name, value);
        this.#places.set(name, place);
      },
      list: (offset) => {
        this.#places.set('Checksums', { offset, length: 1 });
        this.#headIsRead();
      },
      checksum: (checksum) => {
        this.#builder.add(checksum);
      },
    };
    try {
      let scanner: JsonReader | XmlScanner | undefined;
      const isWhole = await readPieces(
        file,
        () => this.#closed,
        (piece) => {
          scanner ??= isXml(piece) ? new XmlScanner(visitor) : new JsonReader(visitor);
          scanner.push(piece);
          this.#onChange();
        },
      );
      if (isWhole) (scanner ?? new JsonReader(visitor)).end();
    } catch (error) {
      if (!(error instanceof JrmFormatError)) throw error;
      this.#unreadableLine = (await rangeAt(file, { offset: error.offset, length: 0 })).start.line;
      this.#seal = 'unreadable';
    } finally {
      await file.close();
    }
    this.#tree = await this.#run(this.#builder.finish());
    this.#state = 'read';
    this.#onChange();
  }
}

/** The first character after a byte order mark decides. */
function isXml(piece: Uint8Array): boolean {
  return piece.find((byte) => byte > 0x20 && byte < 0x80) === LESS;
}
