import { hash } from 'node:crypto';
import { Scratch, type Kernels } from './kernels';
import { md5Constant, MD5_LANES, Md5Table } from './md5Kernel';

const BLOCK = 64;
/** Bytes of an MD5. */
export const MD5_LENGTH = 16;
/** RFC 1321, section 3.3. */
const INITIAL_STATE = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476] as const;
const IDLE = -1;
/** Fewer messages than this are faster one by one with OpenSSL, as most lanes would be empty. */
const FEWEST_FOR_LANES = 3;

/** MD5 of many messages at once. One instance belongs to one thread. */
export interface MultiMd5 {
  /**
   * Digests messages that lie in the kernels' memory.
   *
   * @param starts Address of each message.
   * @param lengths Bytes of each.
   * @param count How many there are.
   * @param digests 16 bytes each, in order.
   */
  digest(starts: ArrayLike<number>, lengths: ArrayLike<number>, count: number, digests: Uint8Array): void;
}

export function createMultiMd5(kernels: Kernels): MultiMd5 {
  return new LaneMd5(kernels);
}

/** Each lane takes the next message as soon as its own is finished, so that different lengths waste few steps. */
class LaneMd5 implements MultiMd5 {
  private readonly table: number;
  private readonly tails: number;
  /** State and addresses as the kernel sees them. */
  private readonly words: Int32Array;
  private readonly state: number;
  private readonly addresses: number;
  private readonly message = new Int32Array(MD5_LANES);
  /** Blocks left in each lane's current part of a message; the tail follows. */
  private readonly blocks = new Int32Array(MD5_LANES);
  private readonly tailTaken = new Uint8Array(MD5_LANES);

  constructor(private readonly kernels: Kernels) {
    this.table = kernels.scratch + Scratch.md5Table;
    this.tails = kernels.scratch + Scratch.md5Tails;
    this.words = new Int32Array(kernels.bytes.buffer);
    this.state = (this.table + Md5Table.state) >> 2;
    this.addresses = (this.table + Md5Table.addresses) >> 2;
    for (let step = 0; step < 64; step++)
      this.words.fill(md5Constant(step), (this.table >> 2) + 4 * step, (this.table >> 2) + 4 * step + 4);
  }

  digest(starts: ArrayLike<number>, lengths: ArrayLike<number>, count: number, digests: Uint8Array): void {
    if (count < FEWEST_FOR_LANES) {
      for (let index = 0; index < count; index++) {
        const start = starts[index]!;
        digests.set(
          hash('md5', this.kernels.bytes.subarray(start, start + lengths[index]!), 'buffer'),
          MD5_LENGTH * index,
        );
      }
      return;
    }
    let next = 0;
    let working = 0;
    this.message.fill(IDLE);
    this.blocks.fill(0);
    for (;;) {
      for (let lane = 0; lane < MD5_LANES; lane++) {
        if (this.blocks[lane] !== 0) continue;
        const message = this.message[lane]!;
        if (message !== IDLE && this.tailTaken[lane] === 0) {
          this.takeTail(lane, starts[message]!, lengths[message]!);
          continue;
        }
        if (message !== IDLE) {
          this.writeDigest(lane, digests, MD5_LENGTH * message);
          this.message[lane] = IDLE;
          working--;
        }
        if (next === count) continue;
        this.begin(lane, next, starts[next]!, lengths[next]!);
        working++;
        next++;
      }
      if (working === 0) return;
      this.advance();
    }
  }

  private begin(lane: number, message: number, start: number, length: number): void {
    this.message[lane] = message;
    this.tailTaken[lane] = 0;
    INITIAL_STATE.forEach((word, index) => (this.words[this.stateWord(lane, index)] = word));
    this.words[this.addresses + lane] = start;
    this.blocks[lane] = Math.floor(length / BLOCK);
    if (length < BLOCK) this.takeTail(lane, start, length);
  }

  /** RFC 1321, sections 3.1 and 3.2: a one bit, zeros, and the length in bits, to the end of a block. */
  private takeTail(lane: number, start: number, length: number): void {
    const tail = this.tails + lane * 2 * BLOCK;
    const rest = length % BLOCK;
    const blocks = rest < BLOCK - 8 ? 1 : 2;
    const { bytes } = this.kernels;
    bytes.copyWithin(tail, start + length - rest, start + length);
    bytes[tail + rest] = 0x80;
    bytes.fill(0, tail + rest + 1, tail + blocks * BLOCK);
    const lengthWord = (tail + blocks * BLOCK - 8) >> 2;
    this.words[lengthWord] = length * 8;
    this.words[lengthWord + 1] = Math.floor(length / 2 ** 29);
    this.words[this.addresses + lane] = tail;
    this.blocks[lane] = blocks;
    this.tailTaken[lane] = 1;
  }

  /** Advances all lanes by as many blocks as the shortest of them has left. */
  private advance(): void {
    let shortest = Infinity;
    let busy = 0;
    for (let lane = 0; lane < MD5_LANES; lane++) {
      if (this.message[lane] === IDLE || this.blocks[lane]! >= shortest) continue;
      shortest = this.blocks[lane]!;
      busy = lane;
    }
    // Lanes without a message process another lane's data, which is readable; their result is ignored.
    for (let lane = 0; lane < MD5_LANES; lane++) {
      if (this.message[lane] === IDLE) this.words[this.addresses + lane] = this.words[this.addresses + busy]!;
    }
    this.kernels.md5Blocks(this.table, shortest);
    for (let lane = 0; lane < MD5_LANES; lane++) {
      if (this.message[lane] !== IDLE) this.blocks[lane]! -= shortest;
    }
  }

  private writeDigest(lane: number, digests: Uint8Array, at: number): void {
    for (let index = 0; index < 4; index++) {
      const word = this.words[this.stateWord(lane, index)]!;
      for (let byte = 0; byte < 4; byte++) digests[at + 4 * index + byte] = word >>> (8 * byte);
    }
  }

  /** Index of a lane's word of the state among `words`. */
  private stateWord(lane: number, index: number): number {
    return this.state + 16 * (lane >> 2) + 4 * index + (lane & 3);
  }
}
