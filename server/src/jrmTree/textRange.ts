import type { ByteSpan } from '#core/jrm/jrmPieces';
import type { JrmRange } from '../protocol/jrm';
import type { OpenedFile } from '../runtime/runtime';
import { readPieces } from './readPieces';

const LF = 0x0a;
const CR = 0x0d;

/** Where some bytes of a file are in its text. Lines end with LF, CRLF or CR, as in editors. */
export async function rangeAt(file: OpenedFile, { offset, length }: ByteSpan): Promise<JrmRange> {
  let line = 0;
  let lineStart = 0;
  let at = 0;
  let last = 0;
  const end = { ...file, size: Math.min(file.size, offset), read: file.read.bind(file) };
  await readPieces(
    end,
    () => at >= offset,
    (piece) => {
      for (let index = 0; index < piece.length && at < offset; index++, at++) {
        const byte = piece[index]!;
        // CR followed by LF ends one line, not two.
        if (last === CR && byte !== LF) begin(at);
        if (byte === LF) begin(at + 1);
        last = byte;
      }
    },
  );
  if (last === CR) begin(offset);
  const before = await lengthOf(file, lineStart, offset - lineStart);
  const text = new TextDecoder().decode(await file.read(offset, length));
  const lines = text.split(/\r\n|\r|\n/);
  const rest = lines.at(-1)!.length;
  return {
    start: { line, character: before },
    end: { line: line + lines.length - 1, character: lines.length === 1 ? before + rest : rest },
  };

  function begin(start: number): void {
    line++;
    lineStart = start;
  }
}

/** The length in UTF-16 units. A byte order mark is not part of the text. */
async function lengthOf(file: OpenedFile, offset: number, length: number): Promise<number> {
  return new TextDecoder('utf-8', { ignoreBOM: offset > 0 }).decode(await file.read(offset, length)).length;
}
