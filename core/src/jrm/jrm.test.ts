import { jrmCharacters } from '../../test/jrmCharacters';
import { createHash } from 'node:crypto';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import schema from '#schemas/jrm.schema.json';
import { canonicalJson } from './jrmSeal';
import { jrmFields, JrmFormatError, type JrmChecksum, type JrmHeader, type JsonValue, type Sha256 } from './jrm';
import { JrmReader, type ReadJrm } from './jrmReader';
import { jrmJson, jrmXml } from './jrmText';

const sha256: Sha256 = () => {
  const hash = createHash('sha256');
  return { update: (text) => hash.update(text), digest: () => hash.digest('hex') };
};

const header: JrmHeader = {
  JobId: 'ImportJob1234',
  CustomerName: 'Contoso Corporation',
  CreationDate: '2025-04-20T18:20:00Z',
  Version: '1.0',
  SessionId: 'session#1',
  Drives: [
    {
      DriveId: 'DriveA1',
      BitLockerKey: '060456-014509-132033-080300-252615-584177-672089-411631',
      VolumeLabel: 'DATA01',
      DriveLetter: 'G',
      VolumeId: '4967d63b-2e29-4ad8-8399-f6a339e3d001',
      ManifestFile: '\\DriveManifest.xml',
      ManifestHash: 'D863FE44F861AE0DA4DCEAEEFFCCCE68',
      Capacity: 1_000_204_886_016,
      UsedBytes: 4096,
      EncryptionMethod: 'aes-xts-128',
    },
  ],
  DataMapping: [
    {
      SourcePath: 'F:\\Projects\\',
      DestinationContainer: 'client-backups',
      BlobType: 'BlockBlob',
      DestinationPath: 'a/',
      Disposition: 'rename',
      Drives: ['DriveA1'],
    },
  ],
};
const checksum: JrmChecksum = {
  FilePath: 'F:\\Projects\\report.pdf',
  SHA256: '7a'.repeat(32),
  Size: 5,
  DriveId: 'DriveA1',
  BlobPath: 'client-backups/a/report.pdf',
};

const forms = { JSON: jrmJson, XML: jrmXml } as const;
const write = (form: keyof typeof forms, head: JrmHeader, checksums: Iterable<JrmChecksum>): string =>
  [...forms[form](head, checksums, sha256)].join('');

function read(text: string, pieceLength = 1000): ReadJrm & { checksums: JrmChecksum[] } {
  const checksums: JrmChecksum[] = [];
  const reader = new JrmReader(sha256, (one) => checksums.push(one));
  for (let at = 0; at < text.length; at += pieceLength) reader.push(text.slice(at, at + pieceLength));
  return { ...reader.end(), checksums };
}

const isForm = fc.constantFrom('JSON' as const, 'XML' as const);
// The XML writer refuses what XML cannot contain; JSON can contain more.
const word = fc.string({ unit: fc.constantFrom(...jrmCharacters, '\t', '\n', '\r', '#'), maxLength: 12 });
const size = fc.oneof(fc.nat(), fc.constantFrom(0, Number.MAX_SAFE_INTEGER, 2 ** 40));
const drive = fc.record(
  {
    DriveId: word,
    BitLockerKey: word,
    VolumeLabel: word,
    DriveLetter: word,
    VolumeId: word,
    ManifestFile: word,
    ManifestHash: word,
    Capacity: size,
    UsedBytes: size,
    EncryptionMethod: word,
  },
  { requiredKeys: ['DriveId', 'BitLockerKey', 'VolumeLabel'] },
);
const mapping = fc.record(
  {
    SourcePath: word,
    DestinationContainer: word,
    BlobType: word,
    DestinationPath: word,
    Disposition: word,
    Drives: fc.array(word, { maxLength: 3 }),
  },
  { requiredKeys: ['SourcePath', 'DestinationContainer', 'BlobType'] },
);
const anyHeader = fc.record(
  {
    JobId: word,
    CustomerName: word,
    CreationDate: word,
    Version: word,
    SessionId: word,
    Drives: fc.array(drive, { maxLength: 3 }),
    DataMapping: fc.array(mapping, { maxLength: 3 }),
  },
  { requiredKeys: ['JobId', 'CustomerName', 'CreationDate', 'Drives', 'DataMapping'] },
);
const checksums = fc.array(
  fc.record(
    { FilePath: word, SHA256: word, Size: size, DriveId: word, BlobPath: word },
    { requiredKeys: ['FilePath', 'SHA256'] },
  ),
  { maxLength: 5 },
);

describe('A JRM', () => {
  it.each(['JSON', 'XML'] as const)('in %s is read as written, and its seal is sound', (form) => {
    const { header: head, checksums: all, seal, checksumCount } = read(write(form, header, [checksum]));
    expect(head).toEqual(header);
    expect(all).toEqual([checksum]);
    expect({ seal, checksumCount }).toEqual({ seal: 'sound', checksumCount: 1 });
  });

  it('is read as written, whatever it holds, in pieces of any length', () => {
    fc.assert(
      fc.property(isForm, anyHeader, checksums, fc.integer({ min: 1, max: 200 }), (form, head, all, length) => {
        expect(read(write(form, head, all), length)).toEqual({
          header: head,
          checksums: all,
          checksumCount: all.length,
          seal: 'sound',
        });
      }),
      { numRuns: 300 },
    );
  });

  it('has one seal in both forms, over the canonical JSON of all but the seal', () => {
    const json = JSON.parse(write('JSON', header, [checksum, { ...checksum, FilePath: 'é' }])) as Record<
      string,
      JsonValue
    >;
    const { Seal, ...rest } = json;
    expect(Seal).toBe(createHash('sha256').update(canonicalJson(rest)).digest('hex'));
    expect(write('XML', header, [checksum, { ...checksum, FilePath: 'é' }])).toContain(
      `<Seal>${Seal as string}</Seal>`,
    );
  });

  it('has a seal that any changed character of a value breaks', () => {
    fc.assert(
      fc.property(
        isForm,
        checksums,
        fc.nat(),
        fc.constantFrom('a', 'Z', '0', ' ', '"', '\\', '<', '&', ',', '1', 'é'),
        (form, all, position, character) => {
          const text = write(form, header, all);
          const at = position % text.length;
          const changed = text.slice(0, at) + character + text.slice(at + 1);
          let after: ReadJrm & { checksums: JrmChecksum[] };
          try {
            after = read(changed);
          } catch (error) {
            expect(error).toBeInstanceOf(JrmFormatError);
            return;
          }
          // White space between the values does not count as a change.
          const { header: head, checksums: read2, checksumCount } = after;
          const same = JSON.stringify([head, read2, checksumCount]) === JSON.stringify([header, all, all.length]);
          if (!same) expect(after.seal).not.toBe('sound');
          else if (after.seal !== 'sound') expect(changed).not.toContain(text.slice(text.indexOf('Seal')));
        },
      ),
      { numRuns: 1500 },
    );
  });

  it.each([
    ['a key', '672089', '672090'],
    ['a size', '"Size": 5', '"Size": 6'],
    ['a field that is added', '"JobId"', '"Note": "x", "JobId"'],
    ['a field that would come before all others', '"JobId"', '"A": 1, "JobId"'],
    ['a field of a checksum that is added', '"FilePath"', '"Note": 1, "FilePath"'],
    ['the seal', /"Seal": "./, '"Seal": "x'],
  ])('knows that it was edited: %s', (_, from, to) => {
    const text = write('JSON', header, [checksum]);
    expect(read(text.replace(from, to)).seal).toBe('broken');
  });

  it('keeps its seal when it is formatted anew, and has none where it is removed', () => {
    const text = write('JSON', header, [checksum]);
    const json = JSON.parse(text) as Record<string, JsonValue>;
    expect(read(JSON.stringify(json, null, 4)).seal).toBe('sound');
    const { Seal, ...rest } = json;
    expect(Seal).toHaveLength(64);
    expect(read(JSON.stringify(rest)).seal).toBe('absent');
    expect(read(JSON.stringify({ ...rest, Seal: 1 })).seal).toBe('broken');
  });

  it('holds the one of the article, which has only its fields and no seal', () => {
    const text = `{
      "JobId": "ImportJob1234", "CustomerName": "Contoso Corporation", "CreationDate": "2025-04-20T18:20:00Z",
      "Drives": [{ "DriveId": "DriveA1", "BitLockerKey": "A1-B3-C9", "VolumeLabel": "DATA01" }],
      "DataMapping": [{ "SourcePath": "F:\\\\Projects\\\\", "DestinationContainer": "client-backups", "BlobType": "BlockBlob" }],
      "Checksums": [{ "FilePath": "F:\\\\Projects\\\\report.pdf", "SHA256": "7a9d3a5e" }]
    }`;
    expect(read(text, 3)).toMatchObject({ seal: 'absent', checksums: [{ FilePath: 'F:\\Projects\\report.pdf' }] });
  });

  it.each(['JSON', 'XML'] as const)('in %s of many files is written and read piece by piece', (form) => {
    const count = 60_000;
    const many = function* () {
      for (let file = 0; file < count; file++)
        yield { ...checksum, FilePath: `F:\\Projects\\${'d'.repeat(40)}\\${file}.pdf` };
    };
    const reader = new JrmReader(sha256, () => undefined);
    let longest = 0;
    for (const piece of forms[form](header, many(), sha256)) {
      longest = Math.max(longest, piece.length);
      reader.push(piece);
    }
    expect(reader.end()).toMatchObject({ seal: 'sound', checksumCount: count });
    expect(longest).toBeLessThan(100_000);
  });
});

describe('A JRM that cannot be read', () => {
  const text = write('JSON', header, [checksum]);
  const xml = write('XML', header, [checksum]);

  it.each([
    ['nothing', '', 'empty'],
    ['white space', ' \n ', 'empty'],
    ['a list', '[]', '"[" appears where "{" is expected'],
    ['a text that ends', text.slice(0, 200), 'The file ends where'],
    ['a field twice', text.replace('"JobId"', '"JobId": "x", "JobId"'), '"JobId" appears here twice'],
    ['a field of a record twice', text.replace('"FilePath"', '"FilePath": "x", "FilePath"'), 'twice in a record'],
    [
      'a comma at the end',
      text.replace(/ \}\n {2}\],\n {2}"Seal"/, ' },\n  ],\n  "Seal"'),
      '"]" appears where a record is expected',
    ],
    ['a comment', text.replace('"JobId"', '// x\n"JobId"'), '"/" appears where'],
    ['more behind it', `${text}x`, 'the end of the file'],
    ['a missing field', text.replace('"JobId"', '"Job"'), '"JobId" is missing'],
    ['no checksums', text.replace('"Checksums"', '"Sums"'), '"Checksums" is missing'],
    ['a size in quotes', text.replace('"Size": 5', '"Size": "5"'), '"Size" must be a whole number'],
    ['a negative size', text.replace('"Size": 5', '"Size": -5'), '"Size" must be a whole number'],
    [
      'checksums that are no list',
      text.replace(/"Checksums": \[[^]*?\]/, '"Checksums": null'),
      '"Checksums" must be a list',
    ],
    [
      'a checksum that is no record',
      text.replace(/"Checksums": \[/, '"Checksums": [ 5,'),
      '"Checksums" must be a list of records',
    ],
    ['a checksum without its sum', text.replace('"SHA256"', '"Sha256"'), '"SHA256" is missing from a record'],
    ['a word that is no value', text.replace('"Size": 5', '"Size": five'), 'This is not JSON'],
    ['values nested deep', text.replace('"JobId"', `"X": ${'['.repeat(1000)}, "JobId"`), 'nested too deep'],
    ['another root', xml.replaceAll('JobResponseManifest', 'DriveManifest'), '<DriveManifest> is not a JRM'],
    ['XML that ends', xml.slice(0, 300), 'This is not XML'],
    ['an element twice', xml.replace('<JobId>', '<JobId>x</JobId><JobId>'), '<JobId> appears here twice'],
    [
      'an element of a record twice',
      xml.replace('<FilePath>', '<FilePath>x</FilePath><FilePath>'),
      '<FilePath> appears here twice',
    ],
    ['a number with a zero before it', xml.replace('<Size>5', '<Size>05'), '<Size> must be a whole number'],
    [
      'text between elements',
      xml.replace('<Checksums>', '<Checksums>x'),
      'must contain only elements, not text of its own',
    ],
  ])('says so: %s', (_, broken, message) => {
    expect(() => read(broken)).toThrow(message);
    expect(() => read(broken, 7)).toThrow(JrmFormatError);
  });

  it('names the line', () => {
    const broken = text.replace('"Size": 5', '"Size": "5"');
    const line = broken.split('\n').findIndex((one) => one.includes('"Size"'));
    for (const length of [1, 50, 10_000]) {
      try {
        read(broken, length);
        expect.fail('It was read.');
      } catch (error) {
        expect((error as JrmFormatError).line).toBe(line);
      }
    }
  });

  it.each([
    ['[]', '"[" APPEARS WHERE "{" IS EXPECTED.'],
    [text.replace('"Size": 5', '"Size": five'), 'THIS IS NOT JSON: A RECORD, OR "]" IS EXPECTED.'],
    [text.replace('"SHA256"', '"Sha256"'), '"SHA256" IS MISSING FROM A RECORD OF "Checksums".'],
    [xml.replace('<JobId>', '<JobId a>'), 'THIS IS NOT XML: ATTRIBUTE WITHOUT VALUE.'],
  ])("is told of in the user's language, except for what it says itself", (broken, message) => {
    try {
      read(broken);
      expect.fail('It was read.');
    } catch (error) {
      expect((error as JrmFormatError).messageIn((template) => template.toUpperCase())).toBe(message);
    }
  });

  it('may be one line of many records', () => {
    const records = Array.from({ length: 100_000 }, (_, index) => `{"FilePath":"${index}","SHA256":""}`).join(',');
    const line = text.replace(/"Checksums": \[[^]*\]/, `"Checksums": [${records}]`).replaceAll('\n', ' ');
    expect(read(line, 1 << 18)).toMatchObject({ checksumCount: 100_000, seal: 'broken' });
  });

  it('never makes the reader stumble', () => {
    const part = fc.constantFrom(...text.split(/(?<=["{}[\],:])/), ...xml.split(/(?<=[<>])/), '\u0000', '\ud800', '\\');
    fc.assert(
      fc.property(
        fc.constantFrom(text, xml),
        fc.array(part, { maxLength: 20 }),
        fc.nat(),
        fc.integer({ min: 1, max: 400 }),
        (whole, parts, position, length) => {
          const at = position % whole.length;
          try {
            read(whole.slice(0, at) + parts.join('') + whole.slice(at), length);
          } catch (error) {
            expect(error).toBeInstanceOf(JrmFormatError);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it('is not written with a name that its form cannot hold', () => {
    expect(() => write('XML', header, [{ ...checksum, FilePath: 'a\u0001' }])).toThrow('FilePath holds U+0001');
    expect(() => write('JSON', header, [{ ...checksum, FilePath: 'a\ud800' }])).toThrow('half of a surrogate pair');
    expect(read(write('JSON', header, [{ ...checksum, FilePath: 'a\u0001' }])).seal).toBe('sound');
  });
});

describe('Canonical JSON', () => {
  it('is that of RFC 8785', () => {
    // The examples of its sections 3.2.2 and 3.2.3.
    expect(canonicalJson([1e30, 4.5, 2e-3, 1e-27, Number('333333333.33333329')])).toBe(
      '[1e+30,4.5,0.002,1e-27,333333333.3333333]',
    );
    expect(
      canonicalJson({
        '\u20ac': 'Euro Sign',
        '\r': 'Carriage Return',
        '\ufb33': 'Hebrew',
        '1': 'One',
        '\ud83d\ude00': 'Emoji',
        '\u0080': 'Control',
        '\u00f6': 'o',
      }),
    ).toBe(
      '{"\\r":"Carriage Return","1":"One","\u0080":"Control","\u00f6":"o","\u20ac":"Euro Sign","\ud83d\ude00":"Emoji","\ufb33":"Hebrew"}',
    );
  });
});

describe('The schema of a JRM', () => {
  const ajv = new Ajv({ allErrors: true });
  addFormats(ajv);
  const validate = ajv.compile(schema);

  it('accepts what is written', () => {
    expect(validate(JSON.parse(write('JSON', header, [checksum]))) || validate.errors).toBe(true);
  });

  it.each([
    ['a missing field', '"JobId"', '"Job"'],
    ['a date that is none', '2025-04-20T18:20:00Z', 'yesterday'],
    ['a key of another form', '060456-', '06045-'],
    ['a short sum', '"7a', '"'],
    ['a type of blob that import jobs cannot create', 'BlockBlob', 'AppendBlob'],
    ['a size in quotes', '"Size": 5', '"Size": "5"'],
  ])('refuses %s', (_, from, to) => {
    expect(validate(JSON.parse(write('JSON', header, [checksum]).replace(from, to)))).toBe(false);
  });

  it('knows the fields that the writer knows, and requires the same', () => {
    interface Table {
      readonly properties: Readonly<Record<string, { readonly items?: Table }>>;
      readonly required: readonly string[];
    }
    const root = schema as unknown as Table;
    const names = (table: Table) => ({
      names: Object.keys(table.properties).filter((name) => name !== 'Seal'),
      required: table.required,
    });
    expect(names(root)).toEqual({
      names: jrmFields.map(({ name }) => name),
      required: jrmFields.filter(({ required }) => required).map(({ name }) => name),
    });
    for (const { name, fields } of jrmFields) {
      if (!fields) continue;
      expect(names(root.properties[name]!.items!)).toEqual({
        names: fields.map((field) => field.name),
        required: fields.filter(({ required }) => required).map((field) => field.name),
      });
    }
  });
});
