import { canonicalJson } from './canonicalJson';
import { CHECKSUMS, type JsonValue, type Sha256 } from './jrm';

const BATCH_LENGTH = 1 << 16;

/**
 * The seal: SHA-256 over the canonical JSON of a JRM without its seal. In that form the checksums come first of all fields, so they
 * are hashed as they come, and the others, which are few, behind them.
 */
export class JrmSeal {
  readonly #hash: ReturnType<Sha256>;
  #batch = `{${JSON.stringify(CHECKSUMS)}:[`;
  #count = 0;

  constructor(sha256: Sha256) {
    this.#hash = sha256();
  }

  /** Takes the next checksum as it stands in the file, fields that nobody knows included. */
  checksum(record: JsonValue): void {
    this.checksumText(canonicalJson(record));
  }

  /** The same of a record that is canonical already. */
  checksumText(canonical: string): void {
    this.#batch += `${this.#count++ === 0 ? '' : ','}${canonical}`;
    if (this.#batch.length < BATCH_LENGTH) return;
    this.#hash.update(this.#batch);
    this.#batch = '';
  }

  /**
   * The seal of what was taken and of `others`: all other fields but the seal itself. Undefined where one of them would have to
   * come before the checksums: no field of ours does, so that such a file is none that was sealed.
   */
  finish(others: Readonly<Record<string, JsonValue>>): string | undefined {
    const keys = Object.keys(others).sort();
    if (keys.length > 0 && keys[0]! < CHECKSUMS) return undefined;
    this.#hash.update(`${this.#batch}]`);
    for (const key of keys) this.#hash.update(`,${canonicalJson(key)}:${canonicalJson(others[key]!)}`);
    this.#hash.update('}');
    return this.#hash.digest();
  }
}
