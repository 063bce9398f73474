import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { noDiskFacts } from '#core/disk/diskFacts';
import { defaultRuleSettings } from '#core/rules/ruleSettings';
import { nextTurn } from '../runtime/nextTurn';
import { OpenDocument } from './openDocument';
import type { DocumentOptions } from './openDocument';
import { WorkQueue } from './workQueue';

const options: DocumentOptions = {
  settings: defaultRuleSettings,
  dialect: 'auto',
  nativePaths: false,
  tool: 'current',
  disk: noDiskFacts,
  tracked: false,
  named: undefined,
  sideFile: undefined,
  onRuleFailure: () => undefined,
  onFailure: (error) => {
    throw error;
  },
  sha256: () => ({ update: () => undefined, digest: () => '' }),
};
const header = 'BasePath,DstBlobPathOrPrefix,BlobType\n';
const rows = (count: number) =>
  header + Array.from({ length: count }, (_, row) => `F:\\${row},data/${row},BlockBlob\n`).join('');
const at = (line: number, character: number) => ({ line, character });

describe('A document that is being read', () => {
  it('is read to its end while somebody types in it without a pause', async () => {
    const text = rows(60_000);
    const document = new OpenDocument('file:///a/dataset.csv', 'csv', 1, text, options);
    const wanted = TextDocument.create('', '', 1, text);
    let isRead = false;
    void document.read().then(() => {
      isRead = true;
    });
    let version = 1;
    const isGoingOn = () => !isRead && version < 20_000;
    for (; isGoingOn(); version++) {
      const change = { range: { start: at(version % 900, 1), end: at(version % 900, 1) }, text: 'x' };
      document.change([change], version);
      TextDocument.update(wanted, [change], version);
      if (version % 50 === 0) expect(document.getText() === wanted.getText()).toBe(true);
      await nextTurn();
    }
    expect(isRead).toBe(true);
    expect(version).toBeGreaterThan(3);
    expect(document.table!.table.csv.getText() === wanted.getText()).toBe(true);
  });

  it('has the text that its client has, whatever comes while it is read', async () => {
    const piece = fc.constantFrom(
      'x',
      '\n',
      '"',
      ',',
      'DriveLetter,FormatOption,SilentOrPromptOnFormat\n',
      header,
      '{"JobId":1}',
      '<',
      '',
    );
    const change = fc.record({
      line: fc.nat(5),
      character: fc.nat(40),
      length: fc.constantFrom(0, 1, 60),
      text: piece,
      whole: fc.boolean(),
      turns: fc.nat(6),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(rows(3000), `{${'"a":1,'.repeat(9000)}}`, ''),
        fc.constantFrom('csv', 'importexport-jrm'),
        fc.array(change, { maxLength: 8 }),
        async (text, languageId, changes) => {
          const document = new OpenDocument('file:///a/dataset.csv', languageId, 1, text, options);
          const wanted = TextDocument.create('', '', 1, text);
          for (const { line, character, length, text: put, whole, turns } of changes) {
            const reading = document.read();
            for (let turn = 0; turn < turns; turn++) await nextTurn();
            const made = whole
              ? { text: put }
              : { range: { start: at(line, character), end: at(line, character + length) }, text: put };
            document.change([made], 1);
            TextDocument.update(wanted, [made], 1);
            if (turns % 2 === 0) await reading;
            expect(document.getText()).toBe(wanted.getText());
          }
          await document.read();
          expect(document.getText()).toBe(wanted.getText());
          expect(document.opened?.model.getText() ?? wanted.getText()).toBe(wanted.getText());
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe('An edit that fails', () => {
  it.each([
    ['csv', rows(3)],
    ['importexport-jrm', '{ "JobId": "a" }'],
    [
      'importexport-journal',
      '[BeginUpdateRecord][2026/01/01 00:00:00.000]\nActivityId: CreateSession\n[EndUpdateRecord]\n',
    ],
  ])('costs a %s neither its text nor what is typed after it, made or not', async (languageId, text) => {
    for (const isMade of [false, true]) {
      const failures: unknown[] = [];
      const document = new OpenDocument('file:///a/dataset.csv', languageId, 1, text, {
        ...options,
        onFailure: (error) => failures.push(error),
      });
      await document.read();
      const model = document.opened!.model;
      const original = model.edit.bind(model);
      model.edit = (range, put) => {
        if (isMade) original(range, put);
        throw new Error('It was meant to fail.');
      };
      const wanted = TextDocument.create('', '', 1, text);
      for (const change of [
        { range: { start: at(0, 1), end: at(0, 2) }, text: 'x' },
        { range: { start: at(0, 3), end: at(0, 3) }, text: '\n' },
      ]) {
        document.change([change], 2);
        TextDocument.update(wanted, [change], 2);
      }
      await document.read();
      expect(failures).toHaveLength(1);
      expect(document.getText()).toBe(wanted.getText());
    }
  });
});

describe('A line of a document that is being read', () => {
  it('is as what was typed in it has left it', async () => {
    const text = rows(20_000).replaceAll('\n', '\r\n');
    const document = new OpenDocument('file:///a/dataset.csv', 'csv', 1, text, options);
    const wanted = TextDocument.create('', '', 1, text);
    const reading = document.read();
    await nextTurn();
    expect(document.table).toBeUndefined();
    const lineOf = (line: number) => wanted.getText({ start: at(line, 0), end: at(line + 1, 0) });
    for (const [line, from, to, put] of [
      [15_000, 3, 3, 'x'],
      [15_000, 4, 6, ''],
      [15_001, 2, 2, 'y'],
      [15_000, 500, 900, 'z'],
      [0, 38, 38, ',Disposition'],
      [15_002, 0, 3, 'two\nlines'],
      [15_003, 1, 1, 'x'],
    ] as const) {
      const change = { range: { start: at(line, from), end: at(line, to) }, text: put };
      document.change([change], 1);
      TextDocument.update(wanted, [change], 1);
      expect(document.excerpt(15_000)!.model.getText()).toBe(lineOf(0) + lineOf(15_000));
      expect(document.excerpt(15_003)!.model.getText()).toBe(lineOf(0) + lineOf(15_003));
    }
    await reading;
    expect(document.table!.table.csv.getText() === wanted.getText()).toBe(true);
  });
});

describe('The work on a document', () => {
  it('goes on behind a piece that fails, which is told of once', async () => {
    const told: unknown[] = [];
    const done: string[] = [];
    const queue = new WorkQueue((error) => told.push((error as Error).message));
    const first = queue.add(async () => {
      await nextTurn();
      done.push('first');
      throw new Error('No.');
    });
    void queue.add(() => {
      done.push('second');
      void queue.add(() => void done.push('third'));
    });
    await first;
    await queue.idle();
    expect(done).toEqual(['first', 'second', 'third']);
    expect(told).toEqual(['No.']);
  });
});
