import { CHECKSUMS, JrmFormatError } from '../jrm';
import { JrmXmlMembers, JRM_ROOT } from '../jrmXmlMembers';
import { decodeBytes, type ByteText } from './byteText';
import { fieldNamed, wholeNumber } from './checksumFields';
import { MORE, PieceScanner } from './pieceScanner';
import { clearChecksum, JrmScanError, type JrmScanVisitor } from './scannedChecksum';
import { endOfMarkup, endOfName, endOfTag, find, LESS, SLASH, unescapeXml } from './xmlMarkup';

type State = 'root' | 'field' | 'checksum' | 'end';

/** Reads the XML form of a JRM. */
export class XmlScanner extends PieceScanner<State> {
  constructor(visitor: JrmScanVisitor) {
    super(visitor, 'root');
  }

  /** Reads the next element, or the beginning or end of one that holds others; returns false where more of the text is needed. */
  protected step(): boolean {
    const window = this.window;
    const { bytes, end } = window;
    window.at = find(bytes, window.at, end, LESS);
    const { at } = window;
    if (at + 1 >= end) return false;
    const markup = endOfMarkup(bytes, at, end);
    if (markup === MORE) return false;
    if (markup !== at) {
      window.at = markup;
      return true;
    }
    const tag = endOfTag(bytes, at, end);
    if (tag === MORE) return false;
    return bytes[at + 1] === SLASH ? this.#close(tag) : this.#open(at, tag);
  }

  #close(tag: number): true {
    if (this.state === 'root' || this.state === 'end') throw new JrmScanError(this.window.offset);
    this.state = this.state === 'checksum' ? 'field' : 'end';
    this.window.at = tag;
    return true;
  }

  #open(at: number, tag: number): boolean {
    const window = this.window;
    const { bytes, offset } = window;
    const isEmpty = bytes[tag - 2] === SLASH;
    switch (this.state) {
      case 'root':
        if (decodeBytes({ bytes, start: at + 1, end: endOfName(bytes, at + 1, tag) }) !== JRM_ROOT) throw new JrmScanError(offset);
        return this.#enter(tag, isEmpty ? 'end' : 'field');
      case 'field': {
        const name = decodeBytes({ bytes, start: at + 1, end: endOfName(bytes, at + 1, tag) });
        if (name !== CHECKSUMS) return this.#member(tag);
        this.visitor.list(offset);
        return this.#enter(tag, isEmpty ? 'field' : 'checksum');
      }
      case 'checksum':
        return this.#item();
      case 'end':
        throw new JrmScanError(offset);
    }
  }

  #enter(tag: number, state: State): true {
    this.window.at = tag;
    this.state = state;
    return true;
  }

  #member(tag: number): boolean {
    const window = this.window;
    const { bytes, at, end, offset } = window;
    const close = bytes[tag - 2] === SLASH ? tag : endOfElement(bytes, tag, end);
    if (close === MORE) return false;
    try {
      const members = new JrmXmlMembers({
        list: () => undefined,
        item: () => undefined,
        member: (name, value) => {
          this.visitor.member(name, value, { offset, length: close - at });
        },
      });
      members.push(`<${JRM_ROOT}>${decodeBytes({ bytes, start: at, end: close })}</${JRM_ROOT}>`);
      members.end();
    } catch (error) {
      throw error instanceof JrmFormatError ? new JrmScanError(offset) : error;
    }
    window.at = close;
    return true;
  }

  #item(): boolean {
    const window = this.window;
    const { bytes, at, end } = window;
    const checksum = this.checksum;
    clearChecksum(checksum);
    this.unescaped.clear();
    let next = endOfTag(bytes, at, end);
    if (bytes[next - 2] !== SLASH) next = this.#record(bytes, next, end);
    if (next === MORE) return false;
    checksum.offset = window.offset;
    checksum.length = next - at;
    this.visitor.checksum(checksum);
    window.at = next;
    return true;
  }

  /** Reads the children of a record; where it ends, behind its closing tag. */
  #record(bytes: Uint8Array, start: number, end: number): number {
    for (let at = start; ; ) {
      at = nextTag(bytes, at, end);
      if (at === MORE) return MORE;
      const tag = endOfTag(bytes, at, end);
      if (tag === MORE || bytes[at + 1] === SLASH) return tag;
      const close = bytes[tag - 2] === SLASH ? tag : endOfElement(bytes, tag, end);
      if (close === MORE) return MORE;
      this.#field(bytes, at, tag, close);
      at = close;
    }
  }

  #field(bytes: Uint8Array, at: number, tag: number, close: number): void {
    const name = fieldNamed(bytes, at + 1, endOfName(bytes, at + 1, tag));
    if (name === undefined || close === tag) return;
    let end = close - 1;
    while (bytes[end] !== LESS) end--;
    if (name === 'size') this.checksum.size = wholeNumber(bytes, tag, end);
    else this.#text(this.checksum[name], bytes, tag, end);
  }

  #text(text: ByteText, bytes: Uint8Array, start: number, end: number): void {
    const list = this.unescaped;
    const from = list.length;
    const isPlain = !unescapeXml(bytes, start, end, list);
    text.start = isPlain ? start : from;
    text.end = isPlain ? end : list.length;
    text.bytes = isPlain ? bytes : list.bytes;
  }
}

/** Where the next tag begins, behind comments and the like. */
function nextTag(bytes: Uint8Array, from: number, end: number): number {
  for (let at = from; ; ) {
    at = find(bytes, at, end, LESS);
    if (at + 1 >= end) return MORE;
    const markup = endOfMarkup(bytes, at, end);
    if (markup === MORE || markup === at) return markup;
    at = markup;
  }
}

/** Where the element ends whose opening tag ends at `from`. */
function endOfElement(bytes: Uint8Array, from: number, end: number): number {
  let depth = 1;
  for (let at = from; ; ) {
    at = nextTag(bytes, at, end);
    if (at === MORE) return MORE;
    const tag = endOfTag(bytes, at, end);
    if (tag === MORE) return MORE;
    if (bytes[at + 1] === SLASH) depth--;
    else if (bytes[tag - 2] !== SLASH) depth++;
    if (depth === 0) return tag;
    at = tag;
  }
}
