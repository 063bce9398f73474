import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FingerprintMap } from './fingerprintMap';

it('A map by fingerprint keeps what a map by text keeps, whatever comes and goes', () => {
  // Few different low halves, so that slots collide.
  const fingerprint = fc.record({ low: fc.integer({ min: -3, max: 1030 }), high: fc.integer({ min: 0, max: 2 }) });
  const step = fc.record({ fingerprint, value: fc.option(fc.nat()) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 1500, size: 'max' }), (steps) => {
      const map = new FingerprintMap<number>();
      const model = new Map<string, number>();
      for (const {
        fingerprint: { low, high },
        value,
      } of steps) {
        if (value === null) {
          map.delete(low, high);
          model.delete(`${low} ${high}`);
        } else {
          map.set({ low, high }, value);
          model.set(`${low} ${high}`, value);
        }
        expect(map.get(low, high)).toBe(model.get(`${low} ${high}`));
      }
      for (const [key, value] of model) {
        const [low, high] = key.split(' ').map(Number);
        expect(map.get(low!, high!)).toBe(value);
      }
    }),
    { numRuns: 200 },
  );
});
