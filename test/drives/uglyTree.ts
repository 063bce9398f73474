import { truncateSync } from 'node:fs';
import type { PreparationJob } from './preparationJob';

/** A byte sequence that is different for every length and seed and does not compress. */
export function noise(length: number, seed = 1): Uint8Array {
  const bytes = new Uint8Array(length);
  let state = (seed * 2654435761 + length) >>> 0 || 1;
  for (let index = 0; index < length; index++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    bytes[index] = state & 0xff;
  }
  return bytes;
}

const BLOCK = 4 * 1024 * 1024;

/** Writes files that a careless writer of volumes would fail on. All have legal names. */
export function writeUglyTree(job: PreparationJob): void {
  for (const length of [
    0,
    1,
    511,
    512,
    513,
    699,
    700,
    701,
    720,
    760,
    800,
    1024,
    4095,
    4096,
    4097,
    65536,
    BLOCK - 1,
    BLOCK,
    BLOCK + 1,
    3 * BLOCK + 5,
  ]) {
    job.write(`sizes/${length}.bin`, noise(length));
  }
  const deep = Array.from({ length: 60 }, (_, level) => `d${level}`).join('/');
  job.write(`${deep}/bottom.txt`, 'sixty levels down');
  for (let index = 0; index < 40; index++)
    job.write(`long/${String(index).padStart(2, '0')}${'n'.repeat(253)}`, `long ${index}`);
  // Outside Windows, most systems limit a file name to 255 bytes.
  job.write(`long/${'é'.repeat(127)}`, 'two bytes each');
  job.write(`long/${'語'.repeat(85)}`, 'three bytes each');
  job.write(`long/${'😀'.repeat(63)}`, 'a surrogate pair each');
  for (let plane = 0; plane <= 16; plane++) {
    const character = String.fromCodePoint(plane * 0x10000 + (plane === 0 ? 0x3042 : 0x42));
    job.write(`planes/${plane}${character}.txt`, `plane ${plane}`);
  }
  job.write('normal/\u00e9.txt', 'composed');
  job.write('normal/e\u0301.txt', 'decomposed');
  job.write('normal/\u212b.txt', 'ångström sign');
  job.write('normal/\u00c5.txt', 'letter a with ring');
  job.write('names/.hidden', 'begins with a dot');
  job.write('names/ leading space', 'x');
  job.write("names/quote's & <less> is not here".replace(/[<>]/g, ''), '&');
  job.write('names/CONSOLE.txt', 'not reserved');
  job.write('names/a;b,c=d+e[f]{g}~1!@#$%^()_-`', 'punctuation');
  job.write('times/1969.txt', 'before 1970', new Date('1969-07-20T20:17:40Z'));
  job.write('times/1901.txt', 'before 1902', new Date('1901-12-31T00:00:00Z'));
  job.write('times/2039.txt', 'after 2038', new Date('2039-03-01T12:00:00.5Z'));
  job.write('times/2400.txt', 'far', new Date('2400-01-01T00:00:00Z'));
  const sparse = job.write('sparse/hole.bin', noise(100));
  truncateSync(sparse, 9 * BLOCK + 17);
}
