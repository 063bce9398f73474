import type { Position, Range } from 'vscode-languageserver-types';
import { EditedText } from '#core/text/editedText';
import type { Steps } from '#core/work/steps';
import type { DocumentModel } from './documentModel';

/** Enough to hold a file's first line or root element. */
const HEAD = 64 * 1024;

/** Parses a text whose lines have already been found. */
type Parse<Parsed> = (text: string, lines: EditedText) => Steps<Parsed>;

/** A file that is read again, in steps, after every edit. `parsed` is the result. */
export class TextFile<Parsed> implements DocumentModel {
  readonly #text: EditedText;
  readonly #parse: Parse<Parsed>;
  #parsed: Parsed;
  /** Counts the edits; `#readVersion` is the count at the last reading. */
  #version = 0;
  #readVersion = 0;

  private constructor(text: EditedText, parse: Parse<Parsed>, parsed: Parsed) {
    this.#text = text;
    this.#parse = parse;
    this.#parsed = parsed;
  }

  /** Reads a text with `parse`; a language's `read` can be built on it. */
  static *read<Parsed>(text: string, parse: Parse<Parsed>): Steps<TextFile<Parsed>> {
    const edited = yield* EditedText.read(text);
    return new TextFile(edited, parse, yield* parse(text, edited));
  }

  /** The result of the last reading. */
  get parsed(): Parsed {
    return this.#parsed;
  }

  edit({ start, end }: Range, text: string): void {
    this.#text.edit(this.#text.offsetAt(start), this.#text.offsetAt(end), text);
    this.#version++;
  }

  *settle(): Steps<void> {
    while (this.#readVersion !== this.#version) {
      const version = this.#version;
      this.#parsed = yield* this.#parse(this.getText(), this.#text);
      this.#readVersion = version;
    }
  }

  get length(): number {
    return this.#text.text.length;
  }

  getText(): string {
    return this.#text.text;
  }

  head(): string {
    return this.#text.text.slice(0, HEAD);
  }

  positionAt(offset: number): Position {
    return this.#text.positionAt(offset);
  }

  offsetAt(position: Position): number {
    return this.#text.offsetAt(position);
  }
}
