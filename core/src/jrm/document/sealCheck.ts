import type { Fingerprint } from '../../dataset/keyFingerprint';
import { textFingerprint } from '../../text/textFingerprint';
import type { Steps } from '../../work/steps';
import { comparableJson, JsonTextError } from '../canonicalJson';
import { CHECKSUMS, SEAL } from '../jrm';
import type { JsonValue, Sha256 } from '../jrm';
import type { SealVerdict } from '../jrmReader';
import { JrmSeal } from '../jrmSeal';
import type { JrmDocument } from './jrmDocument';
import type { JrmSegment } from './jrmSegment';
import type { SegmentChunk } from './segmentChunk';

/** Values looked at in one step. */
const STEP = 256;
/** So many values without a fingerprint are looked at at once; with more, somebody has to go over the file in the background first. */
const MAX_NEW = 512;
/** Texts whose SHA-256 is remembered: undo and redo come back to them. */
const MAX_KNOWN = 32;

const factor = { low: 0x01000193, high: 0x5bd1e995 } as const;

/** The fingerprint of a run of items, which tells their order; `count` of them. */
interface Sequence {
  low: number;
  high: number;
  count: number;
}

/**
 * Whether the seal of a JRM matches, without hashing the file at each edit: each value has a fingerprint of its canonical form, and
 * together they make one of the file. For a fingerprint that was seen before the SHA-256 is known. One that is new, where the
 * sealed text was seen, is a changed text; otherwise the SHA-256 is computed in the background.
 */
export class SealCheck {
  readonly #document: JrmDocument;
  readonly #sha256: Sha256;
  /** SHA-256 by the file's fingerprint. */
  readonly #digests = new Map<string, string | undefined>();
  readonly #sequences = new WeakMap<SegmentChunk, Map<string, Sequence>>();
  /** What was said last, for as long as nothing better is known. */
  #last: SealVerdict = 'absent';

  constructor(document: JrmDocument, sha256: Sha256) {
    this.#document = document;
    this.#sha256 = sha256;
  }

  /** `undefined` where it is not known yet, or where the text cannot be read. */
  get verdict(): SealVerdict | undefined {
    const seal = this.#seal;
    if (seal === undefined) return 'absent';
    if (this.#document.hasSyntaxErrors) return undefined;
    const fingerprint = this.#fingerprint();
    const verdict = fingerprint === undefined ? undefined : this.#verdictOf(fingerprint, seal);
    if (verdict) this.#last = verdict;
    return verdict ?? (this.#last === 'broken' ? 'broken' : undefined);
  }

  /** Finds the verdict out where that takes a while; true when it has. `undefined` where there is nothing to find out. */
  background(): Steps<boolean> | undefined {
    const seal = this.#seal;
    if (seal === undefined || this.#document.hasSyntaxErrors) return undefined;
    const fingerprint = this.#fingerprint();
    if (fingerprint !== undefined && this.#verdictOf(fingerprint, seal)) return undefined;
    return this.#hash();
  }

  get #seal(): string | undefined {
    const [segment] = this.#document.members.get(SEAL) ?? [];
    if (!segment) return undefined;
    const value = this.#document.read(segment).value;
    return value?.type === 'text' ? (value.value as string) : '';
  }

  #verdictOf(fingerprint: string, seal: string): SealVerdict | undefined {
    if (this.#digests.has(fingerprint)) return this.#digests.get(fingerprint) === seal ? 'sound' : 'broken';
    for (const digest of this.#digests.values()) if (digest === seal) return 'broken';
    return undefined;
  }

  *#hash(): Steps<boolean> {
    const hash = new JrmSeal(this.#sha256);
    const others: Record<string, JsonValue> = {};
    let count = 0;
    for (const segment of this.#document.text.segments()) {
      if (++count % STEP === 0) yield;
      const { kind, name, state } = segment;
      if (kind === 'open' && name !== CHECKSUMS) define(others, name, []);
      if ((kind !== 'item' && kind !== 'member') || name === SEAL) continue;
      const value = this.#valueOf(segment);
      if (value === undefined) return false;
      if (kind === 'item' && state.list === CHECKSUMS) {
        const canonical = comparableJson(value);
        segment.seal ??= fingerprintOf(canonical);
        hash.checksumText(canonical);
      } else if (kind === 'item') {
        (others[state.list] as JsonValue[] | undefined)?.push(value);
      } else {
        define(others, name, value);
      }
    }
    const digest = CHECKSUMS in others || !this.#document.members.has(CHECKSUMS) ? undefined : digestOf(hash, others);
    const fingerprint = this.#fingerprint();
    if (fingerprint === undefined) return false;
    if (this.#digests.size >= MAX_KNOWN) this.#forgetOne();
    this.#digests.set(fingerprint, digest);
    return true;
  }

  /** The one that matches is kept: it tells the sealed text from all others. */
  #forgetOne(): void {
    const seal = this.#seal;
    for (const [fingerprint, digest] of this.#digests) {
      if (digest === seal) continue;
      this.#digests.delete(fingerprint);
      return;
    }
  }

  /** Of all members but the seal, whatever their order; `undefined` where too many values are new, or no canonical form exists. */
  #fingerprint(): string | undefined {
    const { text } = this.#document;
    const lists = new Map<string, Sequence>();
    let fresh = 0;
    for (const chunk of text.chunks) {
      let sequences = this.#sequences.get(chunk);
      if (!sequences) {
        for (const segment of chunk.segments) if (!segment.seal && isValue(segment) && ++fresh > MAX_NEW) return undefined;
        sequences = this.#sequencesOf(chunk.segments);
        if (!sequences) return undefined;
        this.#sequences.set(chunk, sequences);
      }
      for (const [name, { low, high, count }] of sequences) {
        const list = lists.get(name);
        if (!list) {
          lists.set(name, { low, high, count });
          continue;
        }
        list.low = (Math.imul(list.low, power(factor.low, count)) + low) | 0;
        list.high = (Math.imul(list.high, power(factor.high, count)) + high) | 0;
        list.count += count;
      }
    }
    let low = 0;
    let high = 0;
    for (const [name, list] of lists) {
      const [one, other] = textFingerprint(`${name}\n${list.low},${list.high},${list.count}`);
      low = (low + one) | 0;
      high = (high + other) | 0;
    }
    return `${low},${high}`;
  }

  #sequencesOf(segments: readonly JrmSegment[]): Map<string, Sequence> | undefined {
    const sequences = new Map<string, Sequence>();
    for (const segment of segments) {
      if (segment.name === SEAL && segment.kind === 'member') continue;
      const name = segment.kind === 'item' ? `[${segment.state.list}` : `:${segment.name}`;
      if (segment.kind === 'open') sequences.set(`[${segment.name}`, sequences.get(`[${segment.name}`) ?? { low: 0, high: 0, count: 0 });
      if (!isValue(segment)) continue;
      const seal = this.#sealOf(segment);
      if (!seal) return undefined;
      const sequence = sequences.get(name) ?? { low: 0, high: 0, count: 0 };
      sequences.set(name, {
        low: (Math.imul(sequence.low, factor.low) + seal.low) | 0,
        high: (Math.imul(sequence.high, factor.high) + seal.high) | 0,
        count: sequence.count + 1,
      });
    }
    return sequences;
  }

  #sealOf(segment: JrmSegment): Fingerprint | undefined {
    if (segment.seal) return segment.seal;
    const value = this.#valueOf(segment);
    if (value !== undefined) segment.seal = fingerprintOf(comparableJson(value));
    return segment.seal;
  }

  #valueOf(segment: JrmSegment): JsonValue | undefined {
    const raw = this.#document.text.textOf(segment);
    // The value ends the segment, and a comma or a name with its colon begins it.
    const text = segment.kind === 'item' ? raw.replace(/^\s*,?/, '') : `{${raw.replace(/^\s*,?/, '')}}`;
    try {
      const value = JSON.parse(text) as JsonValue;
      return segment.kind === 'item' ? value : Object.values(value as Record<string, JsonValue>)[0];
    } catch {
      return undefined;
    }
  }
}

/** A member may have any name, `__proto__` too. */
function define(record: Record<string, JsonValue>, name: string, value: JsonValue): void {
  Object.defineProperty(record, name, { value, enumerable: true });
}

function isValue({ kind }: JrmSegment): boolean {
  return kind === 'item' || kind === 'member';
}

function fingerprintOf(text: string): Fingerprint {
  const [low, high] = textFingerprint(text);
  return { low, high };
}

/** `base` to the power of `exponent`, modulo 2 to the 32nd. */
function power(base: number, exponent: number): number {
  let result = 1;
  for (let square = base, left = exponent; left > 0; left >>>= 1, square = Math.imul(square, square)) if ((left & 1) !== 0) result = Math.imul(result, square);
  return result;
}

/** Undefined where a value cannot have been sealed: it then matches no seal. */
function digestOf(hash: JrmSeal, others: Readonly<Record<string, JsonValue>>): string | undefined {
  try {
    return hash.finish(others);
  } catch (error) {
    if (!(error instanceof JsonTextError)) throw error;
    return undefined;
  }
}
