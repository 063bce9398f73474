import { kernelMemory } from './kernels';
import { StretchMessage, StretchTable, stretch } from './stretchKernel';
import { assembleModule } from './wasmAssembler';

const HASH_LENGTH = 32;

let assembled: WebAssembly.Module | undefined;

/**
 * The chain of SHA-256 by which BitLocker derives a key from a recovery password (libbde's format description, "stretch
 * key"). A million calls of node:crypto take several times as long, mostly call overhead, and leave garbage.
 */
export class KeyStretcher {
  private readonly message: DataView;
  private readonly run: (table: number, first: number, end: number) => number;

  /**
   * @param passwordHash SHA-256 of the password's 16 bytes.
   * @param salt 16 bytes.
   */
  constructor(passwordHash: Uint8Array, salt: Uint8Array) {
    assembled ??= new WebAssembly.Module(assembleModule([stretch]));
    const memory = kernelMemory(StretchTable.length);
    this.run = new WebAssembly.Instance(assembled, { kernels: { memory } }).exports['stretch']!;
    this.message = new DataView(memory.buffer, 0, StretchTable.length);
    this.setBytes(StretchMessage.passwordHash, passwordHash);
    this.setBytes(StretchMessage.salt, salt);
    this.setBytes(StretchMessage.end, Uint8Array.of(0x80, 0, 0, 0));
    this.message.setUint32(StretchMessage.bits, 8 * StretchMessage.end, true);
  }

  /** Does the rounds from `first` to before `end`. Call this for consecutive ranges, each once. */
  rounds(first: number, end: number): void {
    if (first < end) this.run(StretchTable.message, first, end);
  }

  /** The last hash. */
  result(): Uint8Array {
    const bytes = new Uint8Array(HASH_LENGTH);
    const view = new DataView(bytes.buffer);
    for (let at = 0; at < HASH_LENGTH; at += 4)
      view.setUint32(at, this.message.getUint32(StretchMessage.hash + at, true));
    return bytes;
  }

  wipe(): void {
    for (let at = 0; at < StretchTable.length; at += 4) this.message.setUint32(at, 0);
  }

  /** SHA-256 reads its words big-endian; the kernel loads them little-endian. */
  private setBytes(offset: number, bytes: Uint8Array): void {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    for (let at = 0; at < bytes.length; at += 4) this.message.setUint32(offset + at, view.getUint32(at), true);
  }
}
