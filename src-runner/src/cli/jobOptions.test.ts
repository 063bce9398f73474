import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readArguments } from './command';
import { commandTable } from './commandTable';
import { UsageError } from '../model/usageError';
import { readJobOptions } from './jobOptions';

const read = (...args: string[]) => readJobOptions(readArguments(commandTable.plan, args).values);
const drive = (value: string) => [...read('--drive', value).drives];

describe('the options of a job', () => {
  it.each([
    ['G=g.vhd', ['G', { target: 'g.vhd' }]],
    ['g:=/dev/sdb', ['G', { target: '/dev/sdb' }]],
    ['G=g.vhd,size=500G', ['G', { target: 'g.vhd', size: 5e11 }]],
    ['G=g.vhd,id=WD-1,size=1KiB', ['G', { target: 'g.vhd', size: 1024, id: 'WD-1' }]],
    ['G=a,b=c.vhd,size=5M', ['G', { target: 'a,b=c.vhd', size: 5e6 }]],
    ['G=G:', ['G', { target: 'G:' }]],
  ])('read --drive %s', (value, expected) => {
    expect(drive(value)).toEqual([expected]);
  });

  it.each([
    '',
    'G',
    '=x',
    'GG=x',
    'G=',
    '1=x',
    'G=,size=5M',
    'G=x,size=',
    'G=x,size=big',
    'G=x,size=1G,size=2G',
    'G=x,id=',
    'G=x,id=a b',
  ])('refuse --drive %s in words', (value) => {
    expect(() => drive(value)).toThrow(UsageError);
    expect(() => drive(value)).toThrow(/--drive/);
  });

  it('refuse a letter that is named twice', () => {
    expect(() => read('--drive', 'G=a', '--drive', 'g=b')).toThrow(/specifies the letter G twice/);
  });

  it('refuse session ids that are no names of directories', () => {
    expect(() => read('--session', 'nul')).toThrow(/Windows reserves/);
    expect(() => read('--session', 'ab')).toThrow(/at least 3/);
    expect(read('--session', 'session#1').sessionId).toBe('session#1');
  });

  it('never fail otherwise than in words', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('--drive', '--map', '--capacity', '--session', '--spread', '--dialect'),
        fc.string(),
        (option, value) => {
          try {
            read(`${option}=${value}`);
          } catch (error) {
            expect(error).toBeInstanceOf(UsageError);
          }
        },
      ),
    );
  });
});
