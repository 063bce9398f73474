import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Position, Range } from 'vscode-languageserver-types';
import type { Steps } from '#core/work/steps';
import type { FileModel } from './fileLanguage';

/** Enough to hold a file's first line or root element. */
const HEAD = 64 * 1024;

/** A file that is read anew after every edit, in steps. `parsed` is what was read. */
export class TextFile<Parsed> implements FileModel {
  #document: TextDocument;
  #parsed: Parsed | undefined;
  /** The version of the text that was read. */
  #readVersion = -1;

  constructor(
    text: string,
    readonly parse: (text: string) => Steps<Parsed>,
  ) {
    this.#document = TextDocument.create('', '', 0, text);
  }

  /** Reads a text with `parse`, which a language's `read` can be. */
  static *read<Parsed>(text: string, parse: (text: string) => Steps<Parsed>): Steps<TextFile<Parsed>> {
    const file = new TextFile(text, parse);
    yield* file.settle();
    return file;
  }

  /** What was read in the text. */
  get parsed(): Parsed {
    if (this.#readVersion < 0) throw new Error('The file has not been read.');
    return this.#parsed as Parsed;
  }

  edit(range: Range, text: string): void {
    TextDocument.update(this.#document, [{ range, text }], this.#document.version + 1);
  }

  *settle(): Steps<void> {
    while (this.#readVersion !== this.#document.version) {
      const { version } = this.#document;
      this.#parsed = yield* this.parse(this.#document.getText());
      this.#readVersion = version;
    }
  }

  getText(): string {
    return this.#document.getText();
  }

  head(): string {
    return this.#document.getText().slice(0, HEAD);
  }

  positionAt(offset: number): Position {
    return this.#document.positionAt(offset);
  }

  offsetAt(position: Position): number {
    return this.#document.offsetAt(position);
  }
}
