import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { withOptionsFile } from './optionsFile';

const folder = mkdtempSync(join(tmpdir(), 'sneakernet-options-'));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function fileWith(content: unknown, mode = 0o600): string {
  const path = join(folder, 'options.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  chmodSync(path, mode);
  return path;
}

describe('--options-file', () => {
  it('leaves a command line without one as it is', async () => {
    expect(await withOptionsFile(['--yes', 'x'])).toEqual({ args: ['--yes', 'x'], secrets: {} });
  });

  it('puts its options behind those of the command line, and its secrets beside them', async () => {
    const path = fileWith({
      options: { dataset: ['a b.csv', '-c.csv'], capacity: 5, yes: true, resume: false },
      operands: ['-x'],
      secrets: { 'storage-key': 'abc' },
    });
    const expected = {
      args: ['--jrm', 'j', '--dataset=a b.csv', '--dataset=-c.csv', '--capacity=5', '--yes', '--', '-x'],
      secrets: { 'storage-key': 'abc' },
    };
    expect(await withOptionsFile(['--jrm', 'j', '--options-file', path])).toEqual(expected);
    expect(await withOptionsFile([`--options-file=${path}`, '--jrm', 'j'])).toEqual(expected);
  });

  it('refuses secrets that other users may read, and only those', async () => {
    await expect(withOptionsFile(['--options-file', fileWith({ secrets: { a: 'b' } }, 0o640)])).rejects.toThrow(
      /chmod 600/,
    );
    expect(await withOptionsFile(['--options-file', fileWith({ options: { yes: true } }, 0o644)])).toMatchObject({
      args: ['--yes'],
    });
  });

  it.each([
    ['this is not JSON', '{ "secrets": { "storage-key": "hunter2"'],
    ['this is not an object', '["hunter2"]'],
    ['has an unknown member', { option: 'hunter2' }],
    ['"options" is not an object', { options: 'hunter2' }],
    ['"operands" is not a list', { operands: 'hunter2' }],
    ['is not an object of strings', { secrets: { a: ['hunter2'] } }],
    ['value of "map"', { options: { map: { a: 'hunter2' } } }],
    ['no option', { options: { 'options-file': 'hunter2' } }],
    ['no option', { options: { '--yes': 'hunter2' } }],
  ])('says "%s" of what is none, without quoting it', async (message, content) => {
    const error = await withOptionsFile(['--options-file', fileWith(content)]).catch(
      (thrown: unknown) => thrown as Error,
    );
    expect(error).toBeInstanceOf(Error);
    expect((error as Error).message).toContain(message);
    expect((error as Error).message).not.toContain('hunter2');
  });

  it('names a file that is not there, and asks for one that is not named', async () => {
    await expect(withOptionsFile(['--options-file', join(folder, 'none')])).rejects.toThrow(/ENOENT/);
    await expect(withOptionsFile(['--options-file'])).rejects.toThrow(/does not name a file/);
  });
});
