import { describe, expect, it } from 'vitest';
import { localizer } from '#core/text/localize';
import { RunProgress } from './runProgress';
import { verificationLog } from './verificationLog';

describe('The log of a verification', () => {
  it('says of each drive how it is, and names what is wrong, a line each', () => {
    const run = new RunProgress(true);
    run.take({ event: 'problem', drive: 'H', path: 'a\nb.txt', message: 'Its content is not what was written.' });
    run.take({
      event: 'verdict',
      drive: 'H',
      driveId: 'SN1',
      target: '/w/H.vhd',
      isSound: false,
      files: 3,
      bytes: 5,
      problems: 1,
    });
    run.take({
      event: 'verdict',
      drive: 'I',
      driveId: 'SN2',
      target: '/w/I.vhd',
      isSound: true,
      files: 4,
      bytes: 5,
      problems: 0,
    });
    expect(verificationLog(run, localizer())).toBe(
      [
        'H, SN1, /w/H.vhd: NOT as written. Problems: 1.',
        'I, SN2, /w/I.vhd: as written. Files: 4.',
        'H: a b.txt: Its content is not what was written.',
        '',
      ].join('\n'),
    );
  });

  it('says that there is more than it lists', () => {
    const run = new RunProgress(true);
    for (let index = 0; index < 500; index++) run.take({ event: 'problem', drive: 'H', message: 'x' });
    expect(verificationLog(run, localizer())).toMatch(/And 300 more\.\n$/);
  });
});
