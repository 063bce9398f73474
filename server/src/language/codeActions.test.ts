import { describe, expect, it } from 'vitest';
import type { CodeAction, Range, TextDocumentEdit } from 'vscode-languageserver-types';
import { collectFindings } from '#core/table/findings';
import { applyEdits } from '#core/text/textEdit';
import { codeActions as actionsOf, fixAllKind, resolveCodeAction as resolve } from './codeActions';
import type { CodeActionRequest } from './codeActions';
import { tableLanguage } from './table/tableLanguage';
import type { TableContext } from './table/tableFile';
import { contextOf, DATASET, dataset, datasetHeader, driveset, drivesetHeader } from '../../test/languageContext';

const codeActions = (context: TableContext, range: Range, request: CodeActionRequest) =>
  actionsOf(context, tableLanguage(context.model.kind), range, request);
const resolveCodeAction = (context: TableContext, action: CodeAction) =>
  resolve(context, tableLanguage(context.model.kind), action);

const faulty = `${datasetHeader}\nF:\\Photos\\,photos/,blockblob,RENAME,None,None\nF:\\Music\\,music/,pageblob,rename,None,None\n`;

const onLine = (line: number): Range => ({ start: { line, character: 0 }, end: { line, character: 500 } });

function diagnosticsOf({ model: { table } }: TableContext) {
  return collectFindings(table, 1000).listed.map(({ code, range, message }) => ({ code, range, message }));
}

function actionsOn(context: TableContext, line: number): Promise<CodeAction[]> {
  return codeActions(context, onLine(line), { diagnostics: diagnosticsOf(context) });
}

async function applied(context: TableContext, action: CodeAction): Promise<string> {
  const { csv } = context.model.table;
  const edits = (await resolveCodeAction(context, action)).edit!.changes![context.uri]!;
  return applyEdits(
    csv.getText(),
    edits.map(({ range, newText }) => ({
      start: csv.offsetAt(range.start),
      end: csv.offsetAt(range.end),
      text: newText,
    })),
  );
}

const titled = (actions: readonly CodeAction[], title: string) => actions.find((action) => action.title === title)!;

describe('Code actions', () => {
  it('offer the fixes of the findings in the range, the first one preferred, with their diagnostics', async () => {
    const context = contextOf(dataset(faulty));
    const fix = (await actionsOn(context, 1)).find(
      ({ isPreferred, diagnostics }) => isPreferred && diagnostics?.[0]?.code === 'dataset/blob-type',
    )!;
    expect(fix.kind).toBe('quickfix');
    expect(fix.diagnostics).toHaveLength(1);
    expect(await applied(context, fix)).toBe(faulty.replace('blockblob', 'BlockBlob'));
  });

  it('offer nothing of other lines', async () => {
    const context = contextOf(dataset(faulty));
    expect((await actionsOn(context, 2)).map(({ title }) => title).join('\n')).not.toContain('disposition');
  });

  it('fix a rule in the whole file', async () => {
    const context = contextOf(dataset(faulty));
    const action = titled(await actionsOn(context, 1), 'Fix all dataset/blob-type in this file');
    expect(action.edit).toBeUndefined();
    expect(await applied(context, action)).toBe(
      faulty.replace('blockblob', 'BlockBlob').replace('pageblob', 'PageBlob'),
    );
  });

  it('carry their edit at once where the client cannot resolve', async () => {
    const context = contextOf(dataset(faulty), { resolveEdits: false });
    expect(titled(await actionsOn(context, 1), 'Fix all dataset/blob-type in this file').edit).toBeDefined();
  });

  it('fix the whole file when it is saved, and are offered for that only when asked for', async () => {
    const context = contextOf(dataset(faulty));
    expect((await actionsOn(context, 1)).some(({ kind }) => kind === fixAllKind)).toBe(false);
    for (const only of ['source', 'source.fixAll', 'source.fixAll.sneakernet']) {
      const [action, ...others] = await codeActions(context, onLine(0), { diagnostics: [], only: [only] });
      expect(others).toEqual([]);
      expect(diagnosticsOf(contextOf(dataset(await applied(context, action!))))).toEqual([]);
    }
    expect(await codeActions(context, onLine(1), { diagnostics: [], only: ['refactor'] })).toEqual([]);
  });

  it('convert the whole file', async () => {
    const text = 'BasePath;DstBlobPathOrPrefix\nF:\\a,b\\;photos/\n"F:\\c;d\\";music/\n';
    const context = contextOf(dataset(text));
    const action = titled(await actionsOn(context, 0), 'Separate all fields with commas');
    expect(await applied(context, action)).toBe(
      'BasePath,DstBlobPathOrPrefix\n"F:\\a,b\\",photos/\n"F:\\c;d\\",music/\n',
    );
  });
});

describe('Rules in sneakernet.json', () => {
  const jsonOf = (context: TableContext, action: CodeAction): unknown => {
    const { ruleFile } = context;
    const edit = action.edit!;
    if (edit.changes) {
      const text = ruleFile!.text!;
      const lines = text.split('\n');
      const offset = ({ line, character }: { line: number; character: number }) =>
        lines.slice(0, line).join('\n').length + (line > 0 ? 1 : 0) + character;
      const edits = edit.changes[ruleFile!.uri]!.map(({ range, newText }) => ({
        start: offset(range.start),
        end: offset(range.end),
        text: newText,
      }));
      return JSON.parse(applyEdits(text, edits));
    }
    expect(edit.documentChanges![0]).toMatchObject({ kind: 'create', uri: ruleFile!.uri });
    return JSON.parse(((edit.documentChanges![1] as TextDocumentEdit).edits[0] as { newText: string }).newText);
  };

  it('are turned off in a file that is made for it', async () => {
    const context = contextOf(dataset(faulty));
    const action = titled(await actionsOn(context, 1), 'Turn dataset/disposition off in sneakernet.json');
    expect(jsonOf(context, action)).toEqual({ rules: { 'dataset/disposition': 'off' } });
  });

  it('are turned off beside what the file already says', async () => {
    const context = contextOf(dataset(faulty), {
      ruleFileText: '{\n  "dialect": "blob",\n  "rules": { "csv/delimiter": "warning" }\n}\n',
    });
    const action = titled(await actionsOn(context, 1), 'Turn dataset/disposition off in sneakernet.json');
    expect(jsonOf(context, action)).toEqual({
      dialect: 'blob',
      rules: { 'csv/delimiter': 'warning', 'dataset/disposition': 'off' },
    });
  });

  it('are accepted for one record', async () => {
    const context = contextOf(dataset(faulty), {
      ruleFileText: '{ "suppress": [{ "file": "a.csv", "code": "csv/delimiter", "reason": "x" }] }',
    });
    const action = titled(
      await actionsOn(context, 1),
      'Accept dataset/disposition for F:\\Photos\\ in sneakernet.json',
    );
    expect(jsonOf(context, action)).toMatchObject({
      suppress: [{ file: 'a.csv' }, { file: 'dataset.csv', code: 'dataset/disposition', basePath: 'F:\\Photos\\' }],
    });
  });

  it('are left alone where the file holds something else, or cannot be made', async () => {
    const silencing = async (options: Parameters<typeof contextOf>[1]) =>
      (await actionsOn(contextOf(dataset(faulty), options), 1)).filter(({ title }) =>
        title.includes('sneakernet.json'),
      );
    expect(await silencing({ ruleFileText: '[]' })).toEqual([]);
    expect(await silencing({ ruleFileText: '{ "rules": 1, "suppress": {} }' })).toEqual([]);
    expect(await silencing({ createFiles: false })).toEqual([]);
  });

  it('are offered for what only the client shows there', async () => {
    const context = contextOf(
      driveset(`${drivesetHeader}\nG,Format,SilentMode,Encrypt,\nG,Format,SilentMode,Encrypt,\n`),
    );
    const titles = (await actionsOn(context, 2)).map(({ title }) => title);
    expect(titles).toContain('Accept driveset/drive-letter-duplicate for drive G in sneakernet.json');
  });
});

it('Code actions silence nothing by which data would be lost', async () => {
  const diagnostics = [{ code: 'job/source-on-formatted-drive', range: onLine(1), message: '' }];
  const titles = (await codeActions(contextOf(dataset(faulty)), onLine(1), { diagnostics })).map(({ title }) => title);
  expect(titles.filter((title) => title.includes('formatted-drive'))).toEqual([]);
});

it('Code actions prefer what is certain, and never a guess', async () => {
  const text = `${datasetHeader}\nF:\\Photos\\,my_photos/,AppendBlob,RENAME,None,None\n`;
  const actions = await actionsOn(contextOf(dataset(text)), 1);
  expect(actions.filter(({ isPreferred }) => isPreferred).map(({ title }) => title)).toEqual(['Change to rename']);
  expect(actions.filter(({ title }) => title.includes('(assumes')).length).toBe(2);
  expect(actions.map(({ title }) => title)).not.toContain('Fix all dataset/blob-type in this file');
});

it('Code actions take the document that they were asked for', async () => {
  const [action] = await actionsOn(contextOf(dataset(faulty)), 1);
  expect(Object.keys(action!.edit!.changes!)).toEqual([DATASET]);
});
