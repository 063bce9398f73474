import type { Position, Range } from 'vscode-languageserver-types';
import { JrmDocument } from '#core/jrm/document/jrmDocument';
import { SealCheck } from '#core/jrm/document/sealCheck';
import type { Steps } from '#core/work/steps';
import type { DocumentModel, DocumentReading } from '../documentModel';

/** Enough to tell JSON from XML. */
const HEAD = 1024;

/** An open JRM in JSON. */
export class JrmFile implements DocumentModel {
  readonly seal: SealCheck;

  private constructor(
    readonly document: JrmDocument,
    { sha256 }: Pick<DocumentReading, 'sha256'>,
  ) {
    this.seal = new SealCheck(document, sha256);
  }

  static *read(text: string, reading: Pick<DocumentReading, 'sha256'>): Steps<JrmFile> {
    return new JrmFile(yield* JrmDocument.read(text), reading);
  }

  edit({ start, end }: Range, text: string): void {
    this.document.edit(this.offsetAt(start), this.offsetAt(end), text);
  }

  settle(): Steps<void> {
    return this.document.settle();
  }

  get length(): number {
    return this.document.text.length;
  }

  getText(): string {
    return this.document.text.getText();
  }

  head(): string {
    return this.document.text.getText(0, HEAD);
  }

  background(): Steps<boolean> | undefined {
    return this.seal.background();
  }

  offsetAt(position: Position): number {
    return this.document.text.offsetAt(position);
  }
}
