/** `node bench/prepKernels.mjs`: prints the speed of the kernels and of node:crypto, in MB/s of one thread. */
import { createCipheriv, createHash, hash, randomBytes } from 'node:crypto';
import { createKernels, kernelMemory, SCRATCH_LENGTH } from '../src-runner/src/kernels/kernels';
import { KeyStretcher } from '../src-runner/src/kernels/keyStretcher';
import { createMultiMd5 } from '../src-runner/src/kernels/multiMd5';
import { createXtsCipher } from '../src-runner/src/kernels/xtsCipher';

const MEBIBYTE = 2 ** 20;
const LENGTH = 64 * MEBIBYTE;
const BLOCK = 4 * MEBIBYTE;
const kernels = createKernels(kernelMemory(SCRATCH_LENGTH + LENGTH));
const data = kernels.bytes.subarray(SCRATCH_LENGTH);
for (let start = 0; start < LENGTH; start += 65_536) data.set(randomBytes(65_536), start);
const key = randomBytes(32);
const pieces = (length: number): Uint8Array[] =>
  Array.from({ length: LENGTH / length }, (_, index) => data.subarray(index * length, (index + 1) * length));

/** Milliseconds of the fastest of some runs, so that other load on the machine does not count. */
function bestOf(runs: number, work: () => void): number {
  let best = Infinity;
  for (let run = 0; run < runs; run++) {
    const started = performance.now();
    work();
    best = Math.min(best, performance.now() - started);
  }
  return best;
}

function measure(what: string, work: () => void): void {
  console.log(`${what.padEnd(56)} ${String(Math.round(LENGTH / 1000 / bestOf(5, work))).padStart(6)} MB/s`);
}

const md5 = createMultiMd5(kernels);
const digests = new Uint8Array((16 * LENGTH) / 4096);
function multiMd5(length: number, atOnce: number): void {
  const starts = pieces(length).map(({ byteOffset }) => byteOffset);
  for (let first = 0; first < starts.length; first += atOnce) {
    const some = starts.slice(first, first + atOnce);
    md5.digest(
      some,
      some.map(() => length),
      some.length,
      digests,
    );
  }
}
const xts = createXtsCipher('aes-xts-128', key, kernels);
const own = Uint8Array.from(data);

measure('SHA-256, node:crypto', () => createHash('sha256').update(data).digest());
measure('MD5, node:crypto', () => createHash('md5').update(data).digest());
for (const atOnce of [16, 8, 4, 3, 2])
  measure(`MD5, ours, ${atOnce} messages of 4 MiB at once`, () => {
    multiMd5(BLOCK, atOnce);
  });
measure('MD5, ours, 1024 messages of 4 KiB at once', () => {
  multiMd5(4096, 1024);
});
measure('MD5 of messages of 4 KiB, node:crypto', () => {
  for (const piece of pieces(4096)) createHash('md5').update(piece).digest();
});
measure("AES-128-XTS of sectors, ours, in the kernels' memory", () => {
  for (const piece of pieces(MEBIBYTE)) xts.encrypt(piece, 1000);
});
measure('AES-128-XTS of sectors, ours, decrypting', () => {
  for (const piece of pieces(MEBIBYTE)) xts.decrypt(piece, 1000);
});
measure('AES-128-XTS of sectors, ours, in other memory', () => {
  xts.encrypt(own, 1000);
});
measure('AES-128-XTS of sectors, node:crypto, an object each', () => {
  for (const piece of pieces(512)) createCipheriv('aes-128-xts', key, Buffer.alloc(16)).update(piece);
});
measure('AES-128-XTS of 4 MiB, node:crypto, not in sectors', () => {
  for (const piece of pieces(BLOCK)) createCipheriv('aes-128-xts', key, Buffer.alloc(16)).update(piece);
});
data.fill(0);
measure('looking for what is not zero, where all is', () => {
  for (const piece of pieces(65_536)) kernels.isZero(piece.byteOffset, piece.byteOffset + 65_536);
});

const ROUNDS = 2 ** 20;
const message = randomBytes(88);
const ownRounds = bestOf(3, () => {
  new KeyStretcher(message.subarray(0, 32), message.subarray(0, 16)).rounds(0, ROUNDS);
});
const peerRounds = bestOf(1, () => {
  for (let round = 0; round < ROUNDS; round++) message.set(hash('sha256', message, 'buffer'));
});
console.log(`A recovery password stretched: ${Math.round(ownRounds)} ms, by node:crypto ${Math.round(peerRounds)} ms`);
