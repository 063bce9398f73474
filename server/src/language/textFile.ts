import type { Position, Range } from 'vscode-languageserver-types';
import { EditedText } from '#core/text/editedText';
import type { Steps } from '#core/work/steps';
import type { DocumentModel } from './documentModel';

/** Enough to hold a file's first line or root element. */
const HEAD = 64 * 1024;

/** Reads a text; its lines have been found already. */
type Parse<Parsed> = (text: string, lines: EditedText) => Steps<Parsed>;

/** A file that is read anew after every edit, in steps. `parsed` is what was read. */
export class TextFile<Parsed> implements DocumentModel {
  readonly #text: EditedText;
  readonly #parse: Parse<Parsed>;
  #parsed: Parsed;
  /** How often the text was edited, and how often when it was read. */
  #version = 0;
  #readVersion = 0;

  private constructor(text: EditedText, parse: Parse<Parsed>, parsed: Parsed) {
    this.#text = text;
    this.#parse = parse;
    this.#parsed = parsed;
  }

  /** Reads a text with `parse`, which a language's `read` can be. */
  static *read<Parsed>(text: string, parse: Parse<Parsed>): Steps<TextFile<Parsed>> {
    const edited = yield* EditedText.read(text);
    return new TextFile(edited, parse, yield* parse(text, edited));
  }

  /** What was read in the text. */
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
