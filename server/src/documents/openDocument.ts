import type { TextDocumentContentChangeEvent } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { detectDialect, detectKind, tableKindOfName } from '#core/table/tableKind';
import type { TableKind } from '#core/table/tableKind';
import { runSteps } from '../runSteps';
import { readTable } from './readTable';
import type { OpenTable, TableOptions } from './readTable';

/** What a document is to the server. */
export type DocumentKind = TableKind | 'job' | 'configuration' | 'other';

/**
 * A document that a client has open. A table's text lives in its records, so that an edit costs what it
 * touches; any other document is small and kept as text.
 */
export class OpenDocument {
  private plain: TextDocument | undefined;
  private opened: OpenTable | undefined;
  private reading: Promise<void> | undefined;
  private closed = false;

  constructor(
    readonly uri: string,
    readonly languageId: string,
    public version: number,
    text: string,
    private options: TableOptions,
  ) {
    this.kind = kindOf(uri, languageId, text);
    // The records are read later: by then the options are known.
    this.plain = TextDocument.create(uri, languageId, version, text);
  }

  kind: DocumentKind;

  /** The table, once it is read; `undefined` for another kind of document. */
  get table(): OpenTable | undefined {
    return this.opened;
  }

  /**
   * Reads the table, a slice at a time, so that other messages are heard in between. An edit that comes meanwhile
   * begins it anew; closing ends it.
   */
  read(): Promise<void> {
    this.reading ??= this.readInSlices().finally(() => {
      this.reading = undefined;
    });
    return this.reading;
  }

  /** The client has closed the document. */
  close(): void {
    this.closed = true;
  }

  private async readInSlices(): Promise<void> {
    while (this.plain && !this.closed && (this.kind === 'dataset' || this.kind === 'driveset')) {
      const { kind, options, plain, version } = this;
      const isOvertaken = () => this.closed || this.plain !== plain || this.version !== version || this.options !== options;
      const table = await runSteps(readTable(plain.getText(), kind, options), isOvertaken);
      if (!table || isOvertaken()) continue;
      this.opened = table;
      this.plain = undefined;
    }
  }

  getText(): string {
    return this.plain?.getText() ?? this.opened!.table.csv.getText();
  }

  /** Checks the table under other options from now on. */
  setOptions(options: TableOptions): void {
    this.options = options;
    this.reopen(this.kind);
  }

  /** Applies a client's changes in order. */
  change(changes: readonly TextDocumentContentChangeEvent[], version: number): void {
    this.version = version;
    if (this.plain) {
      TextDocument.update(this.plain, [...changes], version);
      this.settleKind(this.plain.getText());
      return;
    }
    for (const change of changes) this.changeTable(change);
  }

  private changeTable(change: TextDocumentContentChangeEvent): void {
    const { csv } = this.opened!.table;
    const { text } = change;
    if (!('range' in change)) {
      this.toPlain(text);
      this.settleKind(text);
      return;
    }
    const { start, end } = change.range;
    this.opened!.table.edit(csv.offsetAt(start), csv.offsetAt(end), text);
    if (start.line === 0) this.settleKind(this.opened!.table.csv.getText(0, HEAD));
  }

  /** What is typed into the first line can make another kind of table of the document, or another dialect. */
  private settleKind(head: string): void {
    const kind = kindOf(this.uri, this.languageId, head);
    const dialect = this.options.dialect === 'auto' && kind === 'dataset' ? detectDialect(head) : this.opened?.dialect;
    if (kind !== this.kind || (this.opened && dialect !== this.opened.dialect)) this.reopen(kind);
  }

  private reopen(kind: DocumentKind): void {
    if (this.opened) this.toPlain(this.opened.table.csv.getText());
    this.kind = kind;
  }

  private toPlain(text: string): void {
    this.plain = TextDocument.create(this.uri, this.languageId, this.version, text);
    this.opened = undefined;
  }
}

/** Enough of a text to hold its first line. */
const HEAD = 64 * 1024;

/** The kind of a document: a table by its header, else by its language, else by its name. */
export function kindOf(uri: string, languageId: string, text: string): DocumentKind {
  const name = fileNameOf(uri).toLowerCase();
  if (name === 'job.json') return 'job';
  if (name === 'sneakernet.json') return 'configuration';
  if (languageId.includes('json') || name.endsWith('.json')) return 'other';
  const kind = detectKind(text);
  if (kind) return kind;
  if (languageId === 'importexport-driveset') return 'driveset';
  if (languageId === 'importexport-dataset') return 'dataset';
  return tableKindOfName(name) ?? 'other';
}

/** The last segment of a URI, decoded. */
export function fileNameOf(uri: string): string {
  const name = uri.slice(uri.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
