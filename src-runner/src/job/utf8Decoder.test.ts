import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byteOrderMarkLength, detectEncoding } from './encoding';
import { Utf8Decoder } from './utf8Decoder';

function decodeInPieces(bytes: Uint8Array, pieceLength: number) {
  const decoder = new Utf8Decoder();
  let text = '';
  for (let at = 0; at < bytes.length; at += pieceLength) {
    // One buffer for all pieces, as when a file is read.
    const shared = Buffer.alloc(pieceLength);
    const piece = shared.subarray(0, Math.min(pieceLength, bytes.length - at));
    piece.set(bytes.subarray(at, at + piece.length));
    text += decoder.decode(piece);
    shared.fill(0x3f);
  }
  return { text: text + decoder.end(), invalidOffset: decoder.invalidOffset };
}

/** Offset of the first byte that cannot be decoded, found in a slow way. */
function firstInvalidOffset(bytes: Uint8Array): number | undefined {
  let sound = 0;
  while (sound < bytes.length) {
    const length = [1, 2, 3, 4].find(
      (candidate) => sound + candidate <= bytes.length && isCharacter(bytes.subarray(sound, sound + candidate)),
    );
    if (length === undefined) return sound;
    sound += length;
  }
  return undefined;
}

function isCharacter(bytes: Uint8Array): boolean {
  try {
    return Array.from(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)).length === 1;
  } catch {
    return false;
  }
}

describe('UTF-8 in pieces', () => {
  it('is the text, whatever is cut in two', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 9 }), (text, pieceLength) => {
        expect(decodeInPieces(Buffer.from(text), pieceLength)).toEqual({ text, invalidOffset: undefined });
      }),
    );
  });

  it('names the first byte that belongs to no character', () => {
    const byte = fc.oneof(
      fc.nat(255),
      fc.constantFrom(0x41, 0xc3, 0xa9, 0xe2, 0x82, 0xac, 0xf0, 0x9f, 0x98, 0x80, 0xed, 0xa0),
    );
    fc.assert(
      fc.property(fc.array(byte, { maxLength: 40 }), fc.integer({ min: 1, max: 9 }), (values, pieceLength) => {
        const bytes = Uint8Array.from(values);
        expect(decodeInPieces(bytes, pieceLength).invalidOffset).toBe(firstInvalidOffset(bytes));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('The encoding of a file', () => {
  const text = 'BasePath,DstBlobPathOrPrefix\nF:\\Fotos\\Zürich\\,photos/\n';

  it.each([
    ['UTF-8', Buffer.from(text), 'utf-8'],
    ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${text}`), 'utf-8'],
    ['nothing', Buffer.alloc(0), 'utf-8'],
    ['UTF-16, little-endian, with a byte order mark', Buffer.from(`\ufeff${text}`, 'utf16le'), 'utf-16'],
    ['UTF-16, little-endian, without one', Buffer.from(text, 'utf16le'), 'utf-16'],
    ['UTF-16, big-endian, with one', Buffer.from(`\ufeff${text}`, 'utf16le').swap16(), 'utf-16'],
    ['UTF-16, big-endian, without one', Buffer.from(text, 'utf16le').swap16(), 'utf-16'],
    ['Latin-1, which is text all the same', Buffer.from(text, 'latin1'), 'utf-8'],
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452000000100000001008060000001ff3ff61', 'hex'), 'binary'],
  ])('is told for %s', (_, bytes, encoding) => {
    expect(detectEncoding(bytes)).toBe(encoding);
  });

  it('begins behind the byte order mark', () => {
    expect(byteOrderMarkLength(Buffer.from('\ufeffx'))).toBe(3);
    expect(byteOrderMarkLength(Buffer.from('x'))).toBe(0);
  });
});
