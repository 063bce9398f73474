import { describe, expect, it } from 'vitest';
import { CrashHistory } from './crashHistory';

const minute = 60_000;

describe('CrashHistory', () => {
  it('starts a server again after each of three crashes, and gives up at the fourth', () => {
    const history = new CrashHistory();
    expect([0, 1, 2, 3].map((second) => history.add(second * 1000))).toEqual([true, true, true, false]);
  });

  it('forgets crashes that are three minutes old', () => {
    const history = new CrashHistory();
    const hourly = Array.from({ length: 10 }, (_, index) => history.add(index * 3 * minute));
    expect(hourly).not.toContain(false);
  });

  it('counts from none after it is cleared', () => {
    const history = new CrashHistory();
    for (const time of [0, 1, 2, 3]) history.add(time);
    history.clear();
    expect(history.add(4)).toBe(true);
  });
});
