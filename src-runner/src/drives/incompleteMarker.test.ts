import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { incompleteMarker, readIncompleteMarker } from './incompleteMarker';

describe('the mark of a drive that is not complete', () => {
  it('tells its session and its drive', () => {
    const id = fc.string({ unit: 'grapheme', maxLength: 30 });
    fc.assert(
      fc.property(id, id, (sessionId, driveId) => {
        const sector = incompleteMarker({ sessionId, driveId });
        expect(sector).toHaveLength(512);
        expect(readIncompleteMarker(sector)).toEqual({ sessionId, driveId });
      }),
    );
  });

  it('is not seen in other sectors', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 512, maxLength: 512 }), (sector) => {
        expect(readIncompleteMarker(sector)).toBeUndefined();
      }),
    );
    const cut = Buffer.from(incompleteMarker({ sessionId: 'session#1', driveId: 'D1' }));
    cut.fill(0, 40);
    expect(readIncompleteMarker(cut)).toBeUndefined();
  });
});
