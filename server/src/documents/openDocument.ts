import type { Range, TextDocumentContentChangeEvent } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { noDiskFacts } from '#core/disk/diskFacts';
import type { SideFileKind } from '#core/sideFiles/sideFile';
import type { TableKind } from '#core/table/tableKind';
import { finish } from '#core/work/steps';
import type { Steps } from '#core/work/steps';
import type { DocumentLanguage } from '../language/documentLanguage';
import { documentLanguages } from '../language/documentLanguages';
import type { DocumentModel, DocumentReading } from '../language/documentModel';
import type { TableFile } from '../language/table/tableFile';
import { runSteps } from '../runtime/runSteps';
import { isLanguageChosen, kindOf } from './documentKind';
import type { DocumentKind } from './documentKind';
import { soundRange } from './places';

/** What was read from a document, and the language it is in. */
export interface ReadDocument {
  readonly language: DocumentLanguage;
  readonly model: DocumentModel;
}

/** How documents are read. */
export interface DocumentOptions extends DocumentReading {
  /** The kind that `job.json` gives the document. */
  readonly named: TableKind | undefined;
  /** The kind that a dataset of its job gives the document. */
  readonly sideFile: SideFileKind | undefined;
  /** Called when an edit fails; the document is then read again. */
  readonly onFailure: (error: unknown) => void;
}

/** Enough to hold the first line of a text. */
const HEAD = 64 * 1024;

/**
 * A document that a client has open. Its text is kept in its model, so that an edit costs only what it touches. A
 * document without a language, or one that is still to be read, is kept as plain text.
 */
export class OpenDocument {
  kind: DocumentKind = 'other';
  /**
   * Grows with every change, whatever versions the client sends. Code that keeps results compares it to see whether
   * they still hold.
   */
  revision = 0;
  /** True where the user has chosen the document's language. */
  private readonly isChosen: boolean;
  private plain: TextDocument | undefined;
  /** True while the document is being read. Changes that arrive are kept, and applied to the result afterwards. */
  private isBeingRead = false;
  /** The text that is being read, if its lines end with line feeds. */
  private textBeingRead: string | undefined;
  private laterChanges: SoundChange[] = [];
  /** How many of them have been applied. */
  private changesMade = 0;
  private current: ReadDocument | undefined;
  private reading: Promise<void> | undefined;
  private closed = false;
  /** The revision that the model was last settled for. */
  private settledRevision: number | undefined;

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
    // The text is read later, when the options are known.
    this.plain = TextDocument.create(uri, languageId, version, text);
  }

  /** What was read, once reading is done; `undefined` for a document without a language. */
  get opened(): ReadDocument | undefined {
    return this.isBeingRead ? undefined : this.current;
  }

  /** The table, once it is read; `undefined` for other kinds of document. */
  get table(): TableFile | undefined {
    const { opened } = this;
    return opened?.language.tableOf?.(opened.model);
  }

  /**
   * What can be read from the first line and one other while the document is still being read; `undefined` where that
   * is not enough.
   */
  excerpt(line: number): ReadDocument | undefined {
    const { plain, language } = this;
    if (!language?.excerpt || !plain) return undefined;
    // Editing the long text takes a while. Most changes that arrive keep to single lines, and are then applied only to
    // the lines needed.
    const read = this.laterChanges.every(isWithinLine) ? this.textBeingRead : undefined;
    if (read === undefined) this.getText();
    const textOf = (of: number) =>
      read === undefined
        ? plain.getText({ start: { line: of, character: 0 }, end: { line: of + 1, character: 0 } })
        : changedLine(lineOf(read, of), of, this.laterChanges);
    const text = line === 0 ? textOf(0) : textOf(0) + textOf(line);
    const model = language.excerpt(text, { ...this.options, disk: noDiskFacts });
    return model && { language, model };
  }

  /** The options that the document is read under. */
  get readingOptions(): DocumentReading {
    return this.options;
  }

  /**
   * Reads the document in slices, so that other messages are handled in between. Edits that arrive in the meantime are
   * applied to the result; closing the document stops the reading.
   */
  read(): Promise<void> {
    if (this.closed || (!this.isUnread && this.settledRevision === this.revision)) return Promise.resolve();
    this.reading ??= this.readInSlices().finally(() => {
      this.reading = undefined;
    });
    return this.reading;
  }

  /** Called when the client closes the document. */
  close(): void {
    this.closed = true;
  }

  get isClosed(): boolean {
    return this.closed;
  }

  private get isUnread(): boolean {
    return this.plain !== undefined && this.language !== undefined;
  }

  /** The language of the document's kind, whether it has been read or not. */
  get language(): DocumentLanguage | undefined {
    const languages: Partial<Record<DocumentKind, DocumentLanguage>> = documentLanguages;
    return languages[this.kind];
  }

  private async readInSlices(): Promise<void> {
    while (!this.closed && (this.isUnread || this.settledRevision !== this.revision)) {
      if (this.isUnread) await this.readOnce(this.plain!);
      else await this.settle();
    }
  }

  private async readOnce(plain: TextDocument): Promise<void> {
    const { options, revision, language } = this;
    const isOvertaken = () => this.closed || this.plain !== plain || this.options !== options;
    const text = plain.getText();
    this.isBeingRead = true;
    this.textBeingRead = /\r(?!\n)/.test(text.slice(0, HEAD)) ? undefined : text;
    try {
      const model = language && (await runSteps(language.read(text, options), isOvertaken));
      if (!model || isOvertaken()) return;
      this.current = { language, model };
      this.plain = undefined;
      this.changesMade = 0;
      this.settledRevision = revision;
      await runSteps(this.makeLaterChanges(), () => this.closed);
    } finally {
      const isPlain = this.plain !== undefined;
      const text = isPlain && this.laterChanges.length > 0 ? this.getText() : undefined;
      this.isBeingRead = false;
      this.textBeingRead = undefined;
      this.laterChanges = [];
      this.changesMade = 0;
      if (text !== undefined) this.settleKind(text);
    }
  }

  /** Applies the changes that arrived while the document was being read, including those that arrive now. */
  private *makeLaterChanges(): Steps<true> {
    while (this.changesMade < this.laterChanges.length) {
      this.changeContent(this.laterChanges[this.changesMade++]!);
      yield;
    }
    return true;
  }

  private async settle(): Promise<void> {
    const { revision, current } = this;
    const isOvertaken = () => this.closed || this.revision !== revision || this.current !== current;
    if (current?.model.settle) await runSteps(current.model.settle(), isOvertaken);
    if (!isOvertaken()) this.settledRevision = revision;
  }

  getText(): string {
    if (this.plain) {
      // The kind stays the same while the document is being read.
      for (; this.changesMade < this.laterChanges.length; this.changesMade++)
        this.changePlain(this.plain, this.laterChanges[this.changesMade]!);
      return this.plain.getText();
    }
    finish(this.makeLaterChanges());
    return (this.plain as TextDocument | undefined)?.getText() ?? this.current!.model.getText();
  }

  /** Checks the document under other options from now on. */
  setOptions(options: DocumentOptions): void {
    this.options = options;
    const kind = this.kindOfText(this.head);
    if (kind !== this.kind) this.reopen(kind);
    if (this.current?.language.readsUnderSettings) this.reopen(this.kind);
  }

  /** Applies a client's changes in order. */
  change(changes: readonly TextDocumentContentChangeEvent[], version: number): void {
    this.version = version;
    this.revision++;
    for (const change of changes.map(soundChange)) {
      if (!change.range) this.replace(change.text);
      else if (this.isBeingRead) this.laterChanges.push(change);
      else this.changeContent(change);
    }
  }

  private replace(text: string): void {
    this.laterChanges = [];
    this.changesMade = 0;
    this.toPlain(text);
    this.settleKind(text);
  }

  private changeContent(change: SoundChange): void {
    const { plain, current } = this;
    if (plain) {
      this.changePlain(plain, change);
      this.settleKind(plain.getText());
    } else if (current) {
      this.changeModel(current.model, change);
    }
  }

  private changePlain(plain: TextDocument, { range, text }: SoundChange): void {
    TextDocument.update(plain, [{ range: range!, text }], this.version);
  }

  private changeModel(model: DocumentModel, change: SoundChange): void {
    const { text } = change;
    const range = change.range!;
    let after: { readonly start: number; readonly length: number } | undefined;
    try {
      const [start, end] = [model.offsetAt(range.start), model.offsetAt(range.end)];
      after = { start, length: model.length - (end - start) + text.length };
      model.edit(range, text);
    } catch (error) {
      // What was derived from the text may be wrong from here on, so the text is read again.
      this.options.onFailure(error);
      const current = model.getText();
      const isMade = current.length === after?.length && current.startsWith(text, after.start);
      const plain = this.toPlain(current);
      if (!isMade) this.changePlain(plain, change);
    }
    if (model.isStale) this.reopen(this.kind);
    if (model.decidesKind?.(range) ?? true) this.settleKind(this.head);
  }

  private kindOfText(text: string): DocumentKind {
    const { isChosen, options, kind: before } = this;
    return kindOf(this.uri, this.languageId, text, {
      isChosen,
      named: options.named,
      sideFile: options.sideFile,
      before,
    });
  }

  /** Enough of the text to tell its kind. */
  get head(): string {
    return this.plain?.getText() ?? this.current!.model.head();
  }

  /** An edit of the first line can change the kind of the document, or how it has to be read. */
  private settleKind(head: string): void {
    const kind = this.kindOfText(head);
    if (kind !== this.kind || this.current?.model.isReadAs?.(head) === false) this.reopen(kind);
  }

  private reopen(kind: DocumentKind): void {
    if (!this.plain) this.toPlain(this.current!.model.getText());
    this.kind = kind;
  }

  private toPlain(text: string): TextDocument {
    this.current = undefined;
    this.plain = TextDocument.create(this.uri, this.languageId, this.version, text);
    return this.plain;
  }
}

/** A line of a text with its line feed; empty where the text has fewer lines. */
function lineOf(text: string, line: number): string {
  let start = 0;
  for (let before = 0; before < line; before++) {
    const end = text.indexOf('\n', start);
    if (end < 0) return '';
    start = end + 1;
  }
  const end = text.indexOf('\n', start);
  return text.slice(start, end < 0 ? undefined : end + 1);
}

/** Whether a change keeps all line numbers as they are. */
function isWithinLine({ range, text }: SoundChange): boolean {
  return range!.start.line === range!.end.line && !/[\r\n]/.test(text);
}

/** A line with its line feed, after those of the document's changes that are made in it. */
function changedLine(before: string, line: number, changes: readonly SoundChange[]): string {
  const [, content, lineEnd] = /^(.*?)(\r?\n?)$/.exec(before)!;
  return (
    changes
      .filter(({ range }) => range!.start.line === line)
      .reduce(
        (text, { range, text: typed }) =>
          text.slice(0, range!.start.character) + typed + text.slice(range!.end.character),
        content!,
      ) + lineEnd!
  );
}

/** A change with a valid range; without a range, it replaces the whole text. */
interface SoundChange {
  readonly range: Range | undefined;
  readonly text: string;
}

function soundChange(change: TextDocumentContentChangeEvent): SoundChange {
  const text = typeof change.text === 'string' ? change.text : '';
  return { range: 'range' in change ? soundRange(change.range) : undefined, text };
}
