import { describe, expect, it } from 'vitest';
import { translatePrepImport } from './prepImportSyntax';

describe('the syntax of the tool', () => {
  it('is understood in any case, with quoted values and values that hold colons', () => {
    const { args } = translatePrepImport([
      '/J:job.jrn',
      '/id:session#1',
      '/LogDir:F:\\logs',
      '/initialdriveset:"my drives.csv"',
      '/DATASET:dataset.csv',
    ]);
    expect(args).toEqual([
      '--journal',
      'job.jrn',
      '--session',
      'session#1',
      '--logdir',
      'F:\\logs',
      '--driveset',
      'my drives.csv',
      '--dataset',
      'dataset.csv',
    ]);
  });

  it('accepts a space between an option and its value, quoted or not', () => {
    const expected = ['--journal', 'job.jrn', '--session', 'abc'];
    expect(translatePrepImport(['/j:', 'job.jrn', '/id: abc']).args).toEqual(expected);
    expect(translatePrepImport(['/j: job.jrn', '/id:', 'abc']).args).toEqual(expected);
    expect(translatePrepImport(['/j:', '/srv/job.jrn']).args).toEqual(['--journal', '/srv/job.jrn']);
    expect(() => translatePrepImport(['/j:', '/id:abc'])).toThrow('/j has no value');
  });

  it('has switches, and lets options of prep stand among its own', () => {
    const { args } = translatePrepImport(['/j:a', '/id:abc', '/ResumeSession', '/silentmode', '--drive', 'G=g.vhd']);
    expect(args).toEqual(['--journal', 'a', '--session', 'abc', '--resume', '--yes', '--drive', 'G=g.vhd']);
  });

  it('hands secrets over beside the arguments', () => {
    const { args, credentials } = translatePrepImport(['/sk:c2VjcmV0', '/dataset:d.csv']);
    expect(args).toEqual(['--dataset', 'd.csv']);
    expect(credentials).toEqual({ storageKey: 'c2VjcmV0' });
  });

  it('takes absolute paths as values of options of prep', () => {
    expect(translatePrepImport(['--map', 'F:\\=/srv/data', '--drive', 'G=/dev/sdb']).args).toEqual([
      '--map',
      'F:\\=/srv/data',
      '--drive',
      'G=/dev/sdb',
    ]);
  });

  it('says what to write where an option is unknown, old or empty', () => {
    expect(() => translatePrepImport(['/jornal:x'])).toThrow(/no option \/jornal.*\/j, \/id/);
    expect(() => translatePrepImport(['/srcdir:F:\\x'])).toThrow(/dataset CSV/);
    expect(() => translatePrepImport(['/j:'])).toThrow('Use /j:<value>');
    expect(() => translatePrepImport(['/j:a', '/J:b'])).toThrow('/J is specified twice');
    for (const value of ['no', 'yes', ''])
      expect(() => translatePrepImport([`/silentmode:${value}`])).toThrow('/silentmode takes no value');
  });
});
