import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Throttle } from './throttle';

describe('Throttle', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('acts at once, and once more for all that was asked meanwhile', () => {
    const action = vi.fn();
    const throttle = new Throttle(action, 200);
    for (let request = 0; request < 100; request++) throttle.request();
    expect(action).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(1000);
    expect(action).toHaveBeenCalledTimes(2);
  });

  it('acts at once again after a pause', () => {
    const action = vi.fn();
    const throttle = new Throttle(action, 200);
    throttle.request();
    vi.advanceTimersByTime(200);
    throttle.request();
    expect(action).toHaveBeenCalledTimes(2);
  });

  it('acts no more when it is disposed of', () => {
    const action = vi.fn();
    const throttle = new Throttle(action, 200);
    throttle.request();
    throttle.request();
    throttle.dispose();
    vi.advanceTimersByTime(1000);
    expect(action).toHaveBeenCalledTimes(1);
  });
});
