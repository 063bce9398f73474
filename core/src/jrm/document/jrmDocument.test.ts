import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FileFinding } from '../../rules/fileFinding';
import { LineIndex } from '../../text/lineIndex';
import { finish } from '../../work/steps';
import { jrmJson } from '../jrmText';
import { JrmDocument } from './jrmDocument';
import { jrmFindings } from './jrmFindings';
import { SealCheck } from './sealCheck';
import { isJson } from './placedValue';

const sha256 = () => {
  const hash = createHash('sha256');
  return { update: (text: string) => void hash.update(text), digest: () => hash.digest('hex') };
};
const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');
const key = '060456-014509-132033-080300-252615-584177-672089-411631';

const jrmText = (count: number): string =>
  [
    ...jrmJson(
      {
        JobId: 'ImportJob1234',
        CustomerName: 'Contoso',
        CreationDate: '2025-04-20T18:20:00Z',
        Drives: ['DriveA1', 'DriveA2'].map((DriveId) => ({ DriveId, BitLockerKey: key, VolumeLabel: 'DATA' })),
        DataMapping: [{ SourcePath: 'F:\\Projects\\', DestinationContainer: 'client-backups', BlobType: 'BlockBlob', Drives: ['DriveA1'] }],
      },
      Array.from({ length: count }, (_, i) => ({ FilePath: `F:\\Projects\\d${i % 7}\\f${i}.bin`, SHA256: hashOf(String(i)), Size: i, DriveId: `DriveA${1 + (i % 2)}`, BlobPath: `client-backups/f${i}` })),
      sha256,
    ),
  ].join('');

const open = (text: string): JrmDocument => finish(JrmDocument.read(text));

/** Everything that a document says of itself. */
function said(document: JrmDocument) {
  const seal = new SealCheck(document, sha256);
  const work = seal.background();
  if (work) finish(work);
  return saidWith(document, seal.verdict);
}

function saidWith(document: JrmDocument, seal: SealCheck['verdict']) {
  const { found, tallies } = jrmFindings(document, { drives: undefined, datasets: undefined, seal });
  const findings = [...found].map(({ code, variant, args, start, end, related, fixes }: FileFinding) => ({ code, variant, args, start, end, related, fixes: fixes?.() }));
  const counts = new Map<string, number>();
  for (const { code, variant, count } of tallies!) counts.set(`${code} ${variant ?? ''}`, (counts.get(`${code} ${variant ?? ''}`) ?? 0) + count);
  return {
    findings,
    counts: [...counts].sort(),
    seal,
    checksumCount: document.checksumCount,
    segments: [...document.text.segments()].map(({ kind, state, name, related }) => ({ kind, within: state.within, list: state.list, first: state.first, name, related })),
    marked: document.text.chunks.reduce((sum, { marked }) => sum + marked, 0),
  };
}

const codesOf = (text: string) => said(open(text)).findings.map(({ code, variant }) => (variant ? `${code}:${variant}` : code));

const token = fc.constantFrom(
  '{', '}', '[', ']', ',', ':', '"', "'", '\\', '\n', '\r\n', '\r', ' ', '/', '/*', '*/', '// x\n', '"a"', '1', 'true', 'nul', '-', 'é', '\u2028', '\ufeff',
  '"Drives": [', '"Checksums": [', '"DataMapping": [', '"DriveId": "DriveA1"', '"Seal": "x"', '{ "FilePath": "F:\\\\a", "SHA256": "00" }', '"JobId": "a"', 'DriveA', '7',
);
const noise = fc.array(token, { maxLength: 12 }).map((parts) => parts.join(''));
const edits = fc.array(fc.record({ at: fc.nat(1_000_000), length: fc.oneof(fc.constant(0), fc.nat(3), fc.nat(400), fc.nat(4000)), text: fc.oneof(fc.constant(''), token, noise), steps: fc.constantFrom(0, 0, 1, 3, 1000) }), { minLength: 1, maxLength: 6 });

describe('A JRM that is edited', () => {
  it('is what it would be if it were opened anew', () => {
    const sound = jrmText(400);
    fc.assert(
      fc.property(edits, fc.constantFrom(1, 7, 40, 512), fc.boolean(), (changes, atOnce, isEarly) => {
        const document = finish(JrmDocument.read(sound, atOnce));
        const seal = new SealCheck(document, sha256);
        finish(seal.background()!);
        let text = sound;
        for (const { at, length, text: inserted, steps } of changes) {
          const start = at % (text.length + 1);
          const end = Math.min(text.length, start + length);
          document.edit(start, end, inserted);
          text = text.slice(0, start) + inserted + text.slice(end);
          expect(document.text.getText()).toBe(text);
          const settling = document.settle();
          for (let step = 0; step < steps; step++) if (settling.next().done) break;
          // Nobody is to ask for it yet: it finds no verdict that would hold later, and does not stumble.
          const early = isEarly ? seal.background() : undefined;
          if (early) finish(early);
        }
        finish(document.settle());
        const work = seal.background();
        if (work) finish(work);
        expect(saidWith(document, seal.verdict)).toEqual(said(open(text)));
      }),
      // A comment that is looked over for what follows a name belongs to the next segment, and that can begin another chunk.
      { numRuns: 150, examples: [[[{ at: 0, length: 0, text: '"a"\n// x\n', steps: 0 }, { at: 6, length: 0, text: '{', steps: 0 }], 1, false]] },
    );
  });

  it('is read on in steps where an edit changes what everything behind it is, or is a text of its own', () => {
    const text = jrmText(5000);
    const at = text.indexOf('{ "FilePath"', text.length >> 1);
    const document = open(text);
    const steps = () => {
      let count = 0;
      for (const settling = document.settle(); !settling.next().done; ) count++;
      return count;
    };
    document.edit(at, at, '"a":');
    expect(document.checksumCount).toBeGreaterThan(4000);
    expect(steps()).toBeGreaterThan(2);
    expect(said(document)).toEqual(said(open(`${text.slice(0, at)}"a":${text.slice(at)}`)));
    document.edit(at, at + '"a":'.length, '');
    steps();
    expect(said(document)).toEqual(said(open(text)));
    document.edit(at, at, '"a":');
    document.edit(at, at + '"a":'.length, '');
    // What stood behind is as it was.
    expect(steps()).toBe(0);
    const pasted = 'x'.repeat(40_000);
    document.edit(0, text.length, pasted + text);
    document.edit(0, pasted.length, '');
    expect(document.text.getText()).toBe(text);
    expect(steps()).toBeGreaterThan(2);
    expect(said(document)).toEqual(said(open(text)));
  });

  it('has its places where the text has them', () => {
    fc.assert(
      fc.property(fc.array(noise, { maxLength: 30 }), fc.nat(), (parts, at) => {
        const text = parts.join('\n');
        const document = open(text);
        const lines = new LineIndex(text);
        const offset = at % (text.length + 1);
        const position = document.text.positionAt(offset);
        const within = text[offset - 1] === '\r' && text[offset] === '\n';
        if (!within) {
          expect(position).toEqual(lines.position(offset));
          expect(document.text.offsetAt(position)).toBe(offset);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('says of any text what is wrong, within the text', () => {
    fc.assert(
      fc.property(fc.oneof(noise, fc.array(noise, { maxLength: 8 }).map((parts) => `{ "Drives": [ ${parts.join('')}`), fc.string()), (text) => {
        const document = open(text);
        const last = document.text.positionAt(text.length);
        for (const { start, end } of said(document).findings) {
          expect(start.line < end.line || (start.line === end.line && start.character <= end.character)).toBe(true);
          expect(end.line).toBeLessThanOrEqual(last.line);
        }
        // A byte order mark may stand before a JRM.
        const json = text.replace(/^\ufeff/, '');
        const isObject = isJson(json) && /^\s*\{/.test(json);
        if (isObject) expect(said(document).findings.filter(({ code }) => code === 'jrm/syntax')).toEqual([]);
        else if (text !== '') expect(said(document).findings.some(({ code }) => code === 'jrm/syntax')).toBe(true);
      }),
      { numRuns: 1500 },
    );
  });

  it('has the values of JSON.parse, where it is JSON', () => {
    const value = fc.dictionary(fc.oneof(fc.constantFrom('Drives', 'Checksums', 'JobId'), fc.string()), fc.jsonValue({ maxDepth: 4 }), { maxKeys: 6 });
    fc.assert(
      fc.property(value, fc.constantFrom(0, 1, '\t'), (object, indent) => {
        const text = JSON.stringify(object, undefined, indent);
        const document = open(text);
        expect(said(document).findings.filter(({ code }) => code === 'jrm/syntax')).toEqual([]);
        const read: Record<string, unknown> = {};
        for (const segment of document.text.segments()) {
          const { kind, name, state } = segment;
          const define = (member: string, of: unknown) => Object.defineProperty(read, member, { value: of, enumerable: true });
          if (kind === 'open') define(name, []);
          if (kind === 'member') define(name, document.read(segment).value?.value);
          if (kind === 'item') (Object.getOwnPropertyDescriptor(read, state.list)!.value as unknown[]).push(document.read(segment).value?.value);
        }
        expect(JSON.stringify(read)).toBe(JSON.stringify(JSON.parse(text)));
      }),
      { numRuns: 500 },
    );
  });
});

describe('The seal of a JRM', () => {
  it('is broken by an edit and mended by undoing it, without hashing the file again', () => {
    const text = jrmText(300);
    const document = open(text);
    const seal = new SealCheck(document, sha256);
    expect(seal.verdict).toBeUndefined();
    finish(seal.background()!);
    expect(seal.verdict).toBe('sound');
    const at = text.indexOf('Contoso');
    document.edit(at, at + 1, 'K');
    expect([seal.verdict, seal.background()]).toEqual(['broken', undefined]);
    document.edit(at, at + 1, 'C');
    expect([seal.verdict, seal.background()]).toEqual(['sound', undefined]);
  });

  it('does not mind white space, nor the order of members', () => {
    const text = jrmText(3);
    const [job] = /\n {2}"JobId": .*,/.exec(text)!;
    const moved = text.replace(job, '').replace('\n  "Drives"', `   ${job}\n  "Drives"`);
    const document = open(text);
    const seal = new SealCheck(document, sha256);
    finish(seal.background()!);
    document.edit(0, text.length, moved);
    finish(document.settle());
    expect(seal.verdict).toBe('sound');
    expect(said(open(moved)).seal).toBe('sound');
  });

  it('minds the order of checksums', () => {
    const lines = jrmText(3).split('\n');
    const at = lines.findIndex((line) => line.includes('FilePath'));
    [lines[at], lines[at + 1]] = [lines[at + 1]!, lines[at]!];
    expect(said(open(lines.join('\n'))).seal).toBe('broken');
  });
});

describe('Mistakes in the JSON of a JRM', () => {
  const sound = jrmText(5);
  const syntax = (text: string) => codesOf(text).filter((code) => code.startsWith('jrm/syntax'));

  it.each([
    ['a comma behind the last item', sound.replace(' }\n  ],', ' },\n  ],'), ['jrm/syntax:comma-trailing']],
    ['a missing comma between items', sound.replace(' },\n', ' }\n'), ['jrm/syntax:comma']],
    ['a comment', sound.replace('  "JobId"', '  // mine\n  "JobId"'), ['jrm/syntax:comment']],
    ['a comment over several lines', sound.replace('  "JobId"', '  /* mine\n and yours */ "JobId"'), ['jrm/syntax:comment']],
    ['single quotes', sound.replace('"Contoso"', "'Contoso'"), ['jrm/syntax:single-quotes']],
    ['a text without its end', sound.replace('"Contoso"', '"Contoso'), ['jrm/syntax:string', 'jrm/syntax:comma']],
    ['a list without its end', sound.replace('\n  ],\n  "DataMapping"', '\n  "DataMapping"'), ['jrm/syntax:bracket', 'jrm/syntax:comma']],
    ['an object without its end', sound.replace('"BlobPath": "client-backups/f0" }', '"BlobPath": "client-backups/f0"'), ['jrm/syntax:brace']],
    ['a name without quotes', sound.replace('"CustomerName"', 'CustomerName'), ['jrm/syntax:name-quotes']],
    ['nothing behind a name', sound.replace('"Contoso"', ''), ['jrm/syntax:value']],
    ['a file that ends too early', sound.slice(0, sound.indexOf('"Seal"')), ['jrm/syntax:brace']],
    ['two mistakes', sound.replace('"Contoso"', "'Contoso'").replace(' },\n', ' }\n'), ['jrm/syntax:single-quotes', 'jrm/syntax:comma']],
  ])('%s is told at its place, and costs nothing else', (_, text, expected) => {
    expect(syntax(text)).toEqual(expected);
    expect(open(text).checksumCount).toBe(5);
  });

  it.each(['[', '[{ "a": [', '{ "a": [', '"a":', '}', ']'])('%s among many items costs a few findings and no item behind it', (inserted) => {
    const many = jrmText(400);
    const at = many.indexOf('\n', many.length >> 1) + 1;
    const document = open(many.slice(0, at) + inserted + many.slice(at));
    expect(said(document).counts.reduce((sum, [, count]) => sum + count, 0)).toBeLessThan(inserted === '"a":' ? 500 : 8);
    if (inserted !== '"a":') expect(document.checksumCount).toBeGreaterThanOrEqual(398);
  });

  it('never repeats a key', () => {
    const wrong = sound.replaceAll(key, key.replace('132033', '132034').replaceAll('-', ' -'));
    expect(JSON.stringify(said(open(wrong)).findings)).not.toMatch(/\d{6}/);
  });
});
