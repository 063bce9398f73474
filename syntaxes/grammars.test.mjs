import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import oniguruma from 'vscode-oniguruma';
import textmate from 'vscode-textmate';
import { grammarOf } from './build.mjs';

await oniguruma.loadWASM(readFileSync(createRequire(import.meta.url).resolve('vscode-oniguruma/release/onig.wasm')));

const registry = new textmate.Registry({
  onigLib: Promise.resolve({
    createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
    createOnigString: (text) => new oniguruma.OnigString(text),
  }),
  loadGrammar: (scopeName) => Promise.resolve(grammarOf(scopeName.replace('source.', ''))),
});

/** The tokens of every line: text and scopes, without the language that ends each scope. */
async function tokensOf(language, text) {
  const grammar = await registry.loadGrammar(`source.${language}`);
  let state = textmate.INITIAL;
  return text.split('\n').map((line) => {
    const { tokens, ruleStack, stoppedEarly } = grammar.tokenizeLine(line, state);
    expect(stoppedEarly).toBe(false);
    state = ruleStack;
    return tokens.map(({ startIndex, endIndex, scopes }) => ({
      text: line.slice(startIndex, endIndex),
      scopes: scopes.slice(1).map((scope) => scope.replace(`.${language}`, '')),
    }));
  });
}

/** One line for each token, as a snapshot shows it. */
async function describeTokens(language, text) {
  const lines = await tokensOf(language, text);
  return lines
    .map((tokens) => tokens.map((token) => `${JSON.stringify(token.text)} ${token.scopes.join(' ')}`).join('\n'))
    .join('\n---\n');
}

/** The innermost scope of each piece of text that is no punctuation. */
async function values(language, text, line) {
  const tokens = (await tokensOf(language, text))[line];
  return tokens
    .filter(({ scopes }) => !scopes.at(-1)?.startsWith('punctuation'))
    .map((token) => [token.text, token.scopes.at(-1)]);
}

const datasetHeader = 'BasePath,DstBlobPathOrPrefix,BlobType,Disposition,MetadataFile,PropertiesFile';
const drivesetHeader = 'DriveLetter,FormatOption,SilentOrPromptOnFormat,Encryption,ExistingBitLockerKey';

const samples = {
  'importexport-dataset': {
    'a sound file': `${datasetHeader}\n"F:\\50M_original\\","containername/",BlockBlob,rename,"None",None\nF:\\a.txt,container/a.txt,PageBlob,no-overwrite,C:\\m.xml,C:\\p.xml\n`,
    'a header with blanks in it':
      'BasePath,DstBlobPathOrPrefix,BlobType,D ispositio n,"MetadataFile", PropertiesFile\n',
    'a value over several lines': `${datasetHeader}\n"F:\\two\nlines\\","c/",BlockBlob,rename,None,None\nF:\\b\\,c/,BlockBlob,rename,None,None\n`,
    'doubled quotes': `${datasetHeader}\n"F:\\say ""hello""\\","""c""/",BlockBlob,rename,,\n`,
    'a quote that never closes': `${datasetHeader}\n"F:\\a\\,c/,BlockBlob,rename,None,None\n"F:\\b\\","c/",BlockBlob,rename,None,None\n`,
    'typographic quotes': '“F:\\MyData\\ProjectA”,”projectcontainer/ProjectA”,BlockBlob,rename,None,None\n',
    'text where none belongs': `${datasetHeader}\n"F:\\a\\" b,c/ "d",BlockBlob,rename,None,None,more,F:\\b\\\n , "F:\\c\\" ,,\n`,
    'the dialect of Azure Files, and a path of another system':
      'BasePath,DstItemPathOrPrefix,ItemType\n/srv/data/,share/,file\n\\\\server\\share\\,share/,file\n',
  },
  'importexport-driveset': {
    'a sound file': `${drivesetHeader}\nG,AlreadyFormatted,SilentMode,AlreadyEncrypted,060456-014509-132033-080300-252615-584177-672089-411631\nH,Format,SilentMode,Encrypt,\n`,
    'letters as people write them': `${drivesetHeader}\nG:,Format,SilentMode,Encrypt,\n"H:\\","Format",PromptOnFormat,Encrypt,"060456-014509"\n`,
    'a quote that never closes': `${drivesetHeader}\n"G,Format,SilentMode,Encrypt,\nH,Format,SilentMode,Encrypt,\n`,
  },
  'importexport-journal': {
    'a sound file':
      '[BeginUpdateRecord][2016/11/02 18:24:14.735][Type:NewJournalFile]\nVocabularyVersion: 2013-02-01\n[EndUpdateRecord]\n[BeginUpdateRecord][2016/11/01 21:22:25.379][Type:ActivityRecord]\nActivityId: DriveInfo\nDriveState: [BeginValue]\n<?xml version="1.0" encoding="UTF-8"?>\n<Drive>\n   <DriveId>9WM35C2V</DriveId>\n   <BitLockerKey>060456-014509-132033-080300-252615-584177-672089-411631</BitLockerKey>\n</Drive>\n[EndValue]\nSaveCommandOutput: Completed\n[EndUpdateRecord]\n',
    'secrets, states and a checkpoint':
      '[BeginUpdateRecord][2016/11/02 18:24:14.735][Type:ActivityRecord]\nActivityId: CopyDrive\nBitLockerKey: 060456-014509\nBitLockerSecrets: {"salt":"00"}\nStorageAccountKey: abc==\nState: Writing\nFiles: [BeginValue]\n0 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU 1B2M2Y8AsgTpgAmY7PhCfg\n1 . 1B2M2Y8AsgTpgAmY7PhCfg\n2 !vanished\n[EndValue]\n[EndUpdateRecord]\n',
    'a record without an end, and text between records':
      'what is this\n[BeginUpdateRecord][2016/11/02 18:24:14.735][Type:ActivityRecord]\nDriveState: [BeginValue]\n<Drive>\n[BeginUpdateRecord][2016/11/02 18:24:14.735][Type:ActivityRecord]\nActivityId: CopySession\n[EndUpdateRecord]\nmore\n',
  },
  'importexport-manifest': {
    'a sound file':
      '<?xml version="1.0" encoding="UTF-8"?>\n<DriveManifest Version="2014-11-01">\n  <!-- of one drive -->\n  <Drive>\n    <StorageAccountKey>abc==</StorageAccountKey>\n    <BlobList Id=\'session#1-0\'>\n      <ImportDisposition>rename</ImportDisposition>\n      <BlobPath>a/b &amp; c</BlobPath>\n      <Block Offset="0" Length="4" Hash="D41D"/>\n',
    'tags and values that never close':
      '<DriveManifest Version="2014\n<Drive <DriveId>9WM & 35C2V</DriveId\n<ContainerSas>?sig=x\n</Drive>\n',
  },
  'importexport-jrm': {
    'drives, with the key as a secret':
      '{\n  "JobId": "a", "Mine": 1,\n  "Drives": [{ "DriveId": "D\\\\1", "BitLockerKey": "060456-014509", "Capacity": -1.5e3 }],\n  "Seal": true\n}\n',
    'what is no JSON': '{ JobId: \'a\', // mine\n /* yours */ "BitLockerKey": "060456\n "a\\q\n',
  },
  'importexport-jrm-xml': {
    'drives, with the key as a secret':
      '<?xml version="1.0"?>\n<JobResponseManifest>\n  <Drives><Drive><BitLockerKey>060456</BitLockerKey></Drive></Drives>\n</JobResponseManifest>\n',
  },
  'importexport-copylog': {
    statuses:
      '<DriveLog Version="2014-11-01">\n  <Blob Status="FileNotFound">\n    <ImportDisposition Status=\'Cancelled\'>rename</ImportDisposition>\n  </Blob>\n  <Status>CompletedWithErrors</Status>\n</DriveLog>\n',
  },
};

describe.each(Object.entries(samples))('The grammar of %s', (language, texts) => {
  it.each(Object.entries(texts))('colours %s', async (_, text) => {
    expect(await describeTokens(language, text)).toMatchSnapshot();
  });
});

describe('The grammars', () => {
  it('tell columns by position alone, whatever is in them', async () => {
    expect(await values('importexport-dataset', `${datasetHeader}\nrename,,F:\\a,"c/"`, 1)).toEqual([
      ['rename', 'string.unquoted.base-path'],
      ['F:\\a', 'keyword.other.type'],
      ['c/', 'variable.parameter.disposition'],
    ]);
  });

  it('set a key apart from all else', async () => {
    expect(await values('importexport-driveset', `${drivesetHeader}\nG,,,,060456-014509`, 1)).toEqual([
      ['G', 'entity.name.type.drive-letter'],
      ['060456', 'constant.numeric.key'],
      ['014509', 'constant.numeric.key'],
    ]);
  });

  it('keep the column of a quoted value over several lines, and of those behind it', async () => {
    const text = `${datasetHeader}\n"F:\\two\nlines\\","c/"\nF:\\b\\,d/`;
    expect(await values('importexport-dataset', text, 2)).toEqual([
      ['lines\\', 'string.unquoted.base-path'],
      ['c/', 'entity.name.type.destination'],
    ]);
    expect(await values('importexport-dataset', text, 3)).toEqual([
      ['F:\\b\\', 'string.unquoted.base-path'],
      ['d/', 'entity.name.type.destination'],
    ]);
  });

  it('let a quote that never closes cost one record its colours', async () => {
    for (const next of ['F:\\b\\,d/', '"F:\\b\\","d/"']) {
      const text = `${datasetHeader}\nF:\\a\\,"c/,BlockBlob\n${next}`;
      expect(await values('importexport-dataset', text, 2)).toEqual([
        ['F:\\b\\', 'string.unquoted.base-path'],
        ['d/', 'entity.name.type.destination'],
      ]);
    }
  });

  it('mark typographic quotes as wrong', async () => {
    const found = await values('importexport-dataset', `${datasetHeader}\n“F:\\a\\”,c/`, 1);
    expect(found.filter(([, scope]) => scope === 'invalid.illegal.typographic-quote').map(([text]) => text)).toEqual([
      '“',
      '”',
    ]);
  });

  it('do not slow down with the length of a line of quotes, commas or spaces', async () => {
    for (const piece of ['"', '""', ',', ' ', '"a', '" ', '”', ', "', '0-']) {
      const line = piece.repeat(5000);
      for (const language of Object.keys(samples)) {
        const tokens = (await tokensOf(language, `x\n${line}\ny`))[1];
        expect(tokens.map(({ text }) => text).join('')).toBe(line);
      }
    }
  });
});
