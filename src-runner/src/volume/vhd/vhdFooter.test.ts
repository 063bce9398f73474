import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DriveFormatError } from '../byteSource';
import { diskGeometry, parseVhdFooter, vhdFooter } from './vhdFooter';

const id = '01234567-89ab-4cde-8f01-23456789abcd';
const created = new Date('2025-04-20T18:20:00Z');

describe('the footer of a fixed VHD', () => {
  it('is read back as it was written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 44 - 1 }), fc.uuid(), (sectors, guid) => {
        expect(parseVhdFooter(vhdFooter(sectors * 512, guid, created))).toEqual({
          kind: 'fixed',
          diskLength: sectors * 512,
          id: guid,
          created,
        });
      }),
    );
  });

  it.each([513, 2 ** 53])('is not written for a disk of %i bytes, which could not be read back', (length) => {
    expect(() => vhdFooter(length, id, created)).toThrow(RangeError);
  });

  it('is the same for the same disk', () => {
    expect(vhdFooter(1 << 20, id, created)).toEqual(vhdFooter(1 << 20, id, created));
  });

  it('is refused where any byte of it is another', () => {
    const footer = vhdFooter(123 << 20, id, created);
    for (let at = 8; at < footer.length; at += 1) {
      const damaged = Uint8Array.from(footer);
      damaged[at]! ^= 0x10;
      expect(() => parseVhdFooter(damaged)).toThrow(DriveFormatError);
    }
  });

  it('is none where the cookie is another', () => {
    expect(parseVhdFooter(new Uint8Array(512))).toBeUndefined();
  });
});

describe('the geometry of a disk', () => {
  it.each([
    // As Windows reports these sizes: 100 MiB, 1 GiB, 127 GiB and more.
    [204_800, { cylinders: 1003, heads: 12, sectorsPerTrack: 17 }],
    [2_097_152, { cylinders: 2080, heads: 16, sectorsPerTrack: 63 }],
    [266_338_304, { cylinders: 65_278, heads: 16, sectorsPerTrack: 255 }],
    [2 ** 33, { cylinders: 65_535, heads: 16, sectorsPerTrack: 255 }],
  ])('of %i sectors follows the specification', (sectors, geometry) => {
    expect(diskGeometry(sectors)).toEqual(geometry);
  });

  it('never covers more than the disk', () => {
    fc.assert(
      fc.property(fc.integer({ min: 68, max: 2 ** 40 }), (sectors) => {
        const { cylinders, heads, sectorsPerTrack } = diskGeometry(sectors);
        expect(cylinders * heads * sectorsPerTrack).toBeLessThanOrEqual(sectors);
        expect(cylinders).toBeLessThanOrEqual(65_535);
      }),
    );
  });
});
