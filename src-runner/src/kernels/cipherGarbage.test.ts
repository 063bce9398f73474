import { createCipheriv } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { discardCiphertext } from './cipherGarbage';

describe('What a cipher has given out', () => {
  it('does not pile up', () => {
    const cipher = createCipheriv('aes-128-ecb', Buffer.alloc(16), null).setAutoPadding(false);
    const piece = Buffer.alloc(32 * 1024);
    const before = process.memoryUsage().arrayBuffers;
    let most = 0;
    for (let done = 0; done < 256 * 1024 * 1024; done += piece.length) {
      discardCiphertext(cipher.update(piece).length);
      if (done % (1024 * 1024) === 0) most = Math.max(most, process.memoryUsage().arrayBuffers - before);
    }
    expect(most).toBeLessThan(16 * 1024 * 1024);
  });
});
