import { describe, expect, it } from 'vitest';
import { replaceFile } from './replaceFile';

function trying(platform: NodeJS.Platform, failures: readonly string[]) {
  const left = [...failures];
  const log: string[] = [];
  const rename = (from: string, to: string) => {
    const code = left.shift();
    log.push(code ?? `${from} to ${to}`);
    if (code !== undefined) throw Object.assign(new Error(code), { code });
  };
  let waited = 0;
  const wait = (milliseconds: number) => {
    waited += milliseconds;
  };
  const run = () => {
    replaceFile('a', 'b', { platform, rename, wait });
  };
  return { run, log, waited: () => waited };
}

describe('a file that takes the place of another', () => {
  it('is tried again on Windows while another program has that one open', () => {
    const { run, log } = trying('win32', ['EPERM', 'EBUSY', 'EACCES']);
    run();
    expect(log).toEqual(['EPERM', 'EBUSY', 'EACCES', 'a to b']);
  });

  it('fails there after two seconds, with what the system says', () => {
    const { run, waited } = trying('win32', Array<string>(20).fill('EPERM'));
    expect(run).toThrow('EPERM');
    expect(waited()).toBe(2000);
  });

  it('is not tried again where that would not help', () => {
    expect(trying('win32', ['ENOSPC']).run).toThrow('ENOSPC');
    const { run, log } = trying('linux', ['EACCES']);
    expect(run).toThrow('EACCES');
    expect(log).toEqual(['EACCES']);
  });
});
