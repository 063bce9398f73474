import type { TextDocumentContentChangeEvent } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { FileKind } from '#core/job/fileKind';
import { MAX_LINES_ABOVE, detectDialect } from '#core/table/tableKind';
import type { TableKind } from '#core/table/tableKind';
import type { FileLanguage, FileModel, FileReading } from '../language/fileLanguage';
import { fileLanguages } from '../language/fileLanguages';
import { runSteps } from '../runSteps';
import { isLanguageChosen, isTableKind, kindOf } from './documentKind';
import type { DocumentKind } from './documentKind';
import { readTable } from './readTable';
import type { OpenTable, TableOptions } from './readTable';

/** A file that is no table, and the language that it is in. */
export interface OpenFile {
  readonly kind: FileKind;
  readonly language: FileLanguage;
  readonly model: FileModel;
}

/** What is read in documents, and how. */
export interface DocumentOptions extends TableOptions, FileReading {
  /** What `job.json` names the document as. */
  readonly named: TableKind | undefined;
}

/** Enough of a text to hold its first line. */
const HEAD = 64 * 1024;

/**
 * A document that a client has open. A table's text lives in its records and a file's in its model, so that an edit costs what it
 * touches; any other document is small and kept as text.
 */
export class OpenDocument {
  kind: DocumentKind = 'other';
  /** True where the user has put the document into its language. */
  private readonly isChosen: boolean;
  private plain: TextDocument | undefined;
  private openedTable: OpenTable | undefined;
  private openedFile: OpenFile | undefined;
  private reading: Promise<void> | undefined;
  private closed = false;
  /** Version of the document that the file's model has settled for. */
  private settledVersion: number | undefined;

  constructor(
    readonly uri: string,
    readonly languageId: string,
    public version: number,
    text: string,
    private options: DocumentOptions,
    /** True where the document was open in another language before. */
    wasOther = false,
  ) {
    this.isChosen = wasOther || isLanguageChosen(uri, languageId, text);
    this.kind = this.kindOfText(text);
    // The text is read later: by then the options are known.
    this.plain = TextDocument.create(uri, languageId, version, text);
  }

  /** The table, once it is read; `undefined` for another kind of document. */
  get table(): OpenTable | undefined {
    return this.openedTable;
  }

  /** The file, once it is read; `undefined` for a table and for other documents. */
  get file(): OpenFile | undefined {
    return this.openedFile;
  }

  /** What the user has decided about rules in this document. */
  get ruleSettings(): DocumentOptions['settings'] {
    return this.options.settings;
  }

  /**
   * Reads the table or file, a slice at a time, so that other messages are heard in between. An edit that comes meanwhile
   * begins it anew; closing ends it.
   */
  read(): Promise<void> {
    if (!this.isUnread && this.settledVersion === this.version) return Promise.resolve();
    this.reading ??= this.readInSlices().finally(() => {
      this.reading = undefined;
    });
    return this.reading;
  }

  /** The client has closed the document. */
  close(): void {
    this.closed = true;
  }

  get isClosed(): boolean {
    return this.closed;
  }

  private get isUnread(): boolean {
    return this.plain !== undefined && (isTableKind(this.kind) || this.languageOfKind !== undefined);
  }

  private get languageOfKind(): FileLanguage | undefined {
    return (fileLanguages as Partial<Record<DocumentKind, FileLanguage>>)[this.kind];
  }

  private async readInSlices(): Promise<void> {
    while (!this.closed && (this.isUnread || this.settledVersion !== this.version)) {
      if (this.isUnread) await this.readOnce(this.plain!);
      else await this.settle();
    }
  }

  private async readOnce(plain: TextDocument): Promise<void> {
    const { kind, options, version, languageOfKind: language } = this;
    const isOvertaken = () => this.closed || this.plain !== plain || this.version !== version || this.options !== options;
    const text = plain.getText();
    if (isTableKind(kind)) {
      const table = await runSteps(readTable(text, kind, options), isOvertaken);
      if (!table || isOvertaken()) return;
      this.openedTable = table;
    } else if (language) {
      const model = await runSteps(language.read(text, options), isOvertaken);
      if (!model || isOvertaken()) return;
      this.openedFile = { kind: kind as FileKind, language, model };
    }
    this.plain = undefined;
    this.settledVersion = version;
  }

  private async settle(): Promise<void> {
    const { version, openedFile } = this;
    const isOvertaken = () => this.closed || this.version !== version || this.openedFile !== openedFile;
    if (openedFile?.model.settle) await runSteps(openedFile.model.settle(), isOvertaken);
    if (!isOvertaken()) this.settledVersion = version;
  }

  getText(): string {
    return this.plain?.getText() ?? this.openedTable?.table.csv.getText() ?? this.openedFile!.model.getText();
  }

  /** Checks the document under other options from now on. */
  setOptions(options: DocumentOptions): void {
    this.options = options;
    const kind = this.kindOfText(this.head());
    if (kind !== this.kind) this.reopen(kind);
    // A file's findings meet the settings when they are listed.
    if (!this.openedFile) this.reopen(this.kind);
  }

  /** Applies a client's changes in order. */
  change(changes: readonly TextDocumentContentChangeEvent[], version: number): void {
    this.version = version;
    if (this.plain) {
      TextDocument.update(this.plain, [...changes], version);
      this.settleKind(this.plain.getText());
      return;
    }
    for (const change of changes) this.changeContent(change);
  }

  private changeContent(change: TextDocumentContentChangeEvent): void {
    const { text } = change;
    if (this.plain) {
      // An earlier change of the same message has made another kind of document of it.
      TextDocument.update(this.plain, [change], this.version);
      this.settleKind(this.plain.getText());
      return;
    }
    if (!('range' in change)) {
      this.toPlain(text);
      this.settleKind(text);
      return;
    }
    const { start, end } = change.range;
    if (this.openedFile) {
      this.openedFile.model.edit(change.range, text);
      this.settleKind(this.openedFile.model.head());
      return;
    }
    const { table } = this.openedTable!;
    table.edit(table.csv.offsetAt(start), table.csv.offsetAt(end), text);
    if (start.line < MAX_LINES_ABOVE || table.headerRow === undefined) this.settleKind(table.csv.getText(0, HEAD));
  }

  private kindOfText(text: string): DocumentKind {
    const { isChosen, options, kind: before } = this;
    return kindOf(this.uri, this.languageId, text, { isChosen, named: options.named, before });
  }

  private head(): string {
    return this.plain?.getText() ?? this.openedTable?.table.csv.getText(0, HEAD) ?? this.openedFile!.model.head();
  }

  /** What is typed into the first line can make another kind of document of it, or another dialect. */
  private settleKind(head: string): void {
    const kind = this.kindOfText(head);
    const dialect = this.options.dialect === 'auto' && kind === 'dataset' ? detectDialect(head) : this.openedTable?.dialect;
    if (kind !== this.kind || (this.openedTable && dialect !== this.openedTable.dialect)) this.reopen(kind);
  }

  private reopen(kind: DocumentKind): void {
    if (!this.plain) this.toPlain(this.getText());
    this.kind = kind;
  }

  private toPlain(text: string): void {
    this.plain = TextDocument.create(this.uri, this.languageId, this.version, text);
    this.openedTable = undefined;
    this.openedFile = undefined;
  }
}
