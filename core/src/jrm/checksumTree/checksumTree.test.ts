import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finish } from '../../work/steps';
import { JrmFormatError, type JrmChecksum, type JrmHeader, type JsonValue, type Sha256 } from '../jrm';
import { jrmJson, jrmXml } from '../jrmText';
import { ChecksumFilter } from './checksumFilter';
import type { ChecksumTree } from './checksumTree';
import { ChecksumTreeBuilder } from './checksumTreeBuilder';
import { ROOT_FOLDER } from './folderTable';
import { JsonReader } from '../jsonReader';
import { compareNatural } from './pathNames';
import { sortInSteps } from './checksumTree';
import { XmlScanner } from '../xmlScanner';

const sha256: Sha256 = () => {
  const hash = createHash('sha256');
  return { update: (text) => hash.update(text), digest: () => hash.digest('hex') };
};

const header: JrmHeader = {
  JobId: 'job',
  CustomerName: 'Contoso & Söhne',
  CreationDate: '2025-04-20T18:20:00Z',
  Drives: [{ DriveId: 'D"1', BitLockerKey: 'x', VolumeLabel: '<label>' }],
  DataMapping: [{ SourcePath: 'F:\\', DestinationContainer: 'c', BlobType: 'BlockBlob', Drives: ['D"1'] }],
};

const forms = { JSON: [jrmJson, JsonReader], XML: [jrmXml, XmlScanner] } as const;
type Form = keyof typeof forms;

interface Scanned {
  readonly tree: ChecksumTree;
  readonly builder: ChecksumTreeBuilder;
  readonly members: Record<string, JsonValue>;
  readonly places: Record<string, string>;
  readonly bytes: Uint8Array;
}

function scan(form: Form, text: string, pieceLength = 1000): Scanned {
  const builder = new ChecksumTreeBuilder();
  const members: Record<string, JsonValue> = {};
  const places: Record<string, string> = {};
  const bytes = new TextEncoder().encode(text);
  const scanner = new forms[form][1]({
    member: (name, value, { offset, length }) => {
      members[name] = value;
      places[name] = new TextDecoder().decode(bytes.subarray(offset, offset + length));
    },
    list: () => undefined,
    checksum: (checksum) => {
      builder.add(checksum);
    },
  });
  for (let at = 0; at < bytes.length; at += pieceLength) scanner.push(bytes.subarray(at, at + pieceLength));
  scanner.end();
  return { tree: finish(builder.finish()), builder, members, places, bytes };
}

const write = (form: Form, checksums: readonly JrmChecksum[]): string =>
  [...forms[form][0](header, checksums, sha256)].join('');

const isForm = fc.constantFrom<Form>('JSON', 'XML');
const name = fc.string({
  unit: fc.constantFrom('a', 'B', '1', '07', '"', '&', '<', "'", ' ', 'é', '名', '🎈', '\u2028'),
  minLength: 1,
  maxLength: 4,
});
const windowsPath = fc
  .tuple(fc.constantFrom('F:', 'G:', '\\\\server\\share'), fc.array(name, { maxLength: 3 }), name)
  .map(([root, directories, file]) => [root, ...directories, file].join('\\'));
const posixPath = fc
  .tuple(fc.array(name, { maxLength: 3 }), name)
  .map(([directories, file]) => `/${[...directories, `${file}\\x`].join('/')}`);
const aChecksum: fc.Arbitrary<JrmChecksum> = fc.record(
  {
    FilePath: fc.oneof(windowsPath, posixPath),
    SHA256: name,
    Size: fc.nat(),
    DriveId: fc.constantFrom('D"1', 'D2'),
    BlobPath: fc.tuple(fc.constantFrom('c', 'd'), name).map((parts) => parts.join('/')),
  },
  { requiredKeys: ['FilePath', 'SHA256'] },
);
const someChecksums = fc.array(aChecksum, { maxLength: 30 });

/** The expected tree, built in a slow and simple way. */
interface Model {
  readonly folders: Map<string, Model>;
  readonly files: { readonly name: string; readonly size: number | undefined; readonly number: number }[];
}

function modelOf(checksums: readonly JrmChecksum[], wanted: (path: string) => boolean = () => true): Model {
  const root: Model = { folders: new Map(), files: [] };
  checksums.forEach(({ FilePath, Size }, number) => {
    const isPosix = FilePath.startsWith('/');
    const unc = /^\\\\[^\\]+\\[^\\]+/.exec(FilePath)?.[0];
    const names = isPosix
      ? ['/', ...FilePath.slice(1).split('/')]
      : unc
        ? [unc, ...FilePath.slice(unc.length + 1).split('\\')]
        : FilePath.split('\\');
    if (!wanted(FilePath)) return;
    let at = root;
    for (const folder of names.slice(0, -1)) {
      const next = at.folders.get(folder) ?? { folders: new Map<string, Model>(), files: [] };
      at.folders.set(folder, next);
      at = next;
    }
    at.files.push({ name: names.at(-1)!, size: Size, number });
  });
  return root;
}

const encode = (text: string) => {
  const bytes = new TextEncoder().encode(text);
  return { bytes, start: 0, end: bytes.length };
};
const natural = (one: string, other: string) => compareNatural(encode(one), encode(other));

/** All lines that the tree would show, in order. */
function linesOf(model: Model, indent = ''): string[] {
  const count = (at: Model): number =>
    at.files.length + [...at.folders.values()].reduce((sum, child) => sum + count(child), 0);
  const bytes = (at: Model): number =>
    at.files.reduce((sum, { size }) => sum + (size ?? 0), 0) +
    [...at.folders.values()].reduce((sum, child) => sum + bytes(child), 0);
  return [
    ...[...model.folders]
      .sort(([a], [b]) => natural(a, b))
      .flatMap(([folder, child]) => [
        `${indent}${folder}/ ${count(child)} ${bytes(child)}`,
        ...linesOf(child, `${indent} `),
      ]),
    ...model.files
      .sort((a, b) => natural(a.name, b.name) || a.number - b.number)
      .map(({ name: file, size, number }) => `${indent}${file} ${size} ${number}`),
  ];
}

function treeLines(tree: ChecksumTree, folder = ROOT_FOLDER, filter?: ChecksumFilter, indent = ''): string[] {
  const listing = finish(tree.list(folder, filter));
  return listing.entries(0, listing.length).flatMap((entry) => {
    if (entry.kind === 'file') return [`${indent}${entry.name} ${entry.size} ${entry.id}`];
    return [
      `${indent}${entry.name}/ ${entry.files} ${entry.bytes}`,
      ...treeLines(tree, entry.id, filter, `${indent} `),
    ];
  });
}

describe('The tree of a JRM', () => {
  it('has the folders and files of its paths, in their order, with their counts, however the text comes', () => {
    fc.assert(
      fc.property(isForm, someChecksums, fc.integer({ min: 1, max: 300 }), (form, checksums, length) => {
        expect(treeLines(scan(form, write(form, checksums), length).tree)).toEqual(linesOf(modelOf(checksums)));
      }),
      { numRuns: 300 },
    );
  });

  it('knows where each record stands', () => {
    fc.assert(
      fc.property(isForm, someChecksums, (form, checksums) => {
        const { tree, bytes } = scan(form, write(form, checksums));
        checksums.forEach(({ SHA256 }, number) => {
          const { offset, length } = tree.record(number);
          const text = new TextDecoder().decode(bytes.subarray(offset, offset + length));
          if (form === 'JSON') expect(JSON.parse(text)).toEqual(checksums[number]);
          else
            expect([
              text.startsWith('<Checksum>'),
              text.endsWith('</Checksum>'),
              text.split('<SHA256>').length,
              SHA256.length > 0,
            ]).toEqual([true, true, 2, true]);
        });
      }),
    );
  });

  it('adds up containers and drives', () => {
    fc.assert(
      fc.property(isForm, someChecksums, (form, checksums) => {
        const { builder } = scan(form, write(form, checksums));
        const totals = (key: (checksum: JrmChecksum) => string) => {
          const sums = new Map<string, { files: number; bytes: number }>();
          for (const checksum of checksums) {
            const sum = sums.get(key(checksum)) ?? { files: 0, bytes: 0 };
            sums.set(key(checksum), { files: sum.files + 1, bytes: sum.bytes + (checksum.Size ?? 0) });
          }
          return [...sums].map(([group, sum]) => ({ name: group, ...sum }));
        };
        expect(builder.containers).toEqual(totals(({ BlobPath = '' }) => BlobPath.split('/')[0]!));
        expect(builder.drives).toEqual(totals(({ DriveId = '' }) => DriveId));
      }),
    );
  });

  it('gives the other fields, and where they stand', () => {
    const json = scan('JSON', write('JSON', []), 7);
    const xml = scan('XML', write('XML', []), 7);
    for (const { members } of [json, xml])
      expect({ ...members, Seal: undefined }).toEqual({ ...header, Seal: undefined });
    expect(json.places['CustomerName']).toBe('"Contoso & Söhne"');
    expect(xml.places['CustomerName']).toBe('<CustomerName>Contoso &amp; Söhne</CustomerName>');
  });

  it('is filtered by what a path holds, whatever its case and its slashes', () => {
    const part = fc.string({
      unit: fc.constantFrom('a', 'A', 'b', '1', 'É', 'é', '名', '\\', '/', ':'),
      minLength: 1,
      maxLength: 3,
    });
    const fold = (text: string) => text.replaceAll('/', '\\').toLowerCase();
    fc.assert(
      fc.property(someChecksums, part, (checksums, text) => {
        const { tree } = scan('JSON', write('JSON', checksums));
        const filter = finish(ChecksumFilter.of(tree, text));
        expect(treeLines(tree, ROOT_FOLDER, filter)).toEqual(
          linesOf(modelOf(checksums, (path) => fold(path).includes(fold(text)))),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('gives any part of a folder as it stands in the whole', () => {
    const { tree } = scan(
      'JSON',
      write(
        'JSON',
        Array.from({ length: 50 }, (_, number) => ({
          FilePath: number % 5 === 0 ? `F:\\${number}\\x` : `F:\\file ${number}`,
          SHA256: '',
        })),
      ),
    );
    const root = finish(tree.list(1));
    const all = root.entries(0, root.length);
    expect(all).toHaveLength(50);
    fc.assert(
      fc.property(fc.nat(60), fc.nat(60), (start, count) => {
        expect(root.entries(start, count)).toEqual(all.slice(start, start + count));
      }),
    );
  });

  it('holds paths that are hardly any', () => {
    const paths = [
      '',
      'F:',
      '/',
      '//',
      '\\',
      '\\\\',
      '\\\\server',
      '\\\\server\\share',
      '\\\\server\\share\\a',
      'a//b',
      'F:\\dir\\',
      'F:\\dir',
      '/srv/a/',
      'F:/b/c',
    ];
    const { tree } = scan(
      'JSON',
      write(
        'JSON',
        paths.map((FilePath) => ({ FilePath, SHA256: '' })),
      ),
    );
    expect(tree.count).toBe(paths.length);
    expect(treeLines(tree).filter((line) => !line.includes('/ ') || line.includes('undefined'))).toHaveLength(
      paths.length,
    );
  });
});

describe('The order of names', () => {
  it('is that of numbers, and of letters whatever their case', () => {
    const names = ['a1', 'A2', 'a10', 'a010', 'b', 'C', 'é', ''];
    expect([...names].sort(natural)).toEqual(['', 'a1', 'A2', 'a010', 'a10', 'b', 'C', 'é']);
  });

  it('is one, whatever the names', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'A', 'b', '0', '1', '9', 'é'), maxLength: 6 });
    fc.assert(
      fc.property(text, text, text, (a, b, c) => {
        expect(Math.sign(natural(a, b)) + Math.sign(natural(b, a))).toBe(0);
        expect(natural(a, b) === 0).toBe(a === b);
        if (natural(a, b) <= 0 && natural(b, c) <= 0) expect(natural(a, c)).toBeLessThanOrEqual(0);
      }),
      { numRuns: 2000 },
    );
  });

  it('is found in steps as by the sort of the language', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50), { maxLength: 100 }), (numbers) => {
        const sorted = Uint32Array.from(numbers);
        finish(sortInSteps(sorted, (one, other) => one - other));
        expect([...sorted]).toEqual([...numbers].sort((one, other) => one - other));
      }),
    );
  });
});

describe('A text that is no JRM', () => {
  const text = {
    JSON: write('JSON', [{ FilePath: 'F:\\a', SHA256: 'x' }]),
    XML: write('XML', [{ FilePath: 'F:\\a', SHA256: 'x' }]),
  };

  it.each([
    ['JSON', '', 0],
    ['JSON', '[]', 0],
    ['JSON', '{"a": 1,}', 8],
    ['JSON', '{"Checksums": [5]}', 15],
    ['JSON', '{"Checksums": [{"FilePath" 5}]}', 27],
    ['JSON', '{"a": fife}', 6],
    ['JSON', '{} x', 3],
    ['XML', '<Other/>', 0],
    ['XML', '<JobResponseManifest><Checksums><Checksum></Checksum>', 53],
  ] as const)('is read up to where it is none: %s %s', (form, broken, offset) => {
    try {
      scan(form, broken, 3);
      expect.fail('It was read.');
    } catch (error) {
      expect(error).toBeInstanceOf(JrmFormatError);
      expect((error as JrmFormatError).offset).toBe(offset);
    }
  });

  it('never makes the reader stumble, and ends at the same place however it comes', () => {
    const junk = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"',
      ',',
      ':',
      '\\',
      '\\u12',
      '<',
      '>',
      '</',
      '/>',
      '<!--',
      '<![CDATA[',
      ']]>',
      '&',
      '&#x;',
      '&#99999999;',
      '<?',
      'é',
      '\u0000',
    );
    const outcome = (form: Form, broken: string, length: number): unknown => {
      try {
        return treeLines(scan(form, broken, length).tree);
      } catch (error) {
        expect(error).toBeInstanceOf(JrmFormatError);
        return (error as JrmFormatError).offset;
      }
    };
    fc.assert(
      fc.property(
        isForm,
        fc.array(junk, { maxLength: 8 }),
        fc.nat(),
        fc.nat(20),
        fc.integer({ min: 1, max: 50 }),
        (form, parts, position, cut, length) => {
          const at = position % text[form].length;
          const broken = text[form].slice(0, at) + parts.join('') + text[form].slice(at + cut);
          expect(outcome(form, broken, length)).toEqual(outcome(form, broken, broken.length + 1));
        },
      ),
      { numRuns: 1000 },
    );
  });
});
