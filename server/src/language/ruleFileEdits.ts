import { applyEdits, findNodeAtLocation, modify } from 'jsonc-parser';
import type { FormattingOptions, JSONPath, NodeType } from 'jsonc-parser';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { WorkspaceEdit } from 'vscode-languageserver-types';
import { isNestedTooDeep, parseJsonTree } from '#core/text/boundedJson';
import type { RuleCode } from '#core/rules/catalogue/index';
import type { ClientAbilities, RuleFile } from './languageContext';

/** How `sneakernet.json` names a record. */
interface RecordNames {
  readonly basePath?: string;
  readonly driveLetter?: string;
}

/** What a finding can be accepted for: a record or, without names, the whole document. */
export interface AcceptedSubject {
  readonly shown: string;
  readonly names: RecordNames;
}

interface AcceptedFinding extends RecordNames {
  /** Relative to the `sneakernet.json`, with slashes. */
  readonly file: string;
  readonly code: RuleCode;
}

/** The edit that turns a rule off; `undefined` where the file cannot be created or has unexpected content. */
export function turnRuleOff(file: RuleFile, client: ClientAbilities, code: RuleCode): WorkspaceEdit | undefined {
  return editRuleFile(file, client, 'rules', 'object', (exists) =>
    exists ? [['rules', code], 'off'] : [['rules'], { [code]: 'off' }],
  );
}

/** The edit that accepts one finding; `undefined` as above. The user writes the reason. */
export function acceptFinding(
  file: RuleFile,
  client: ClientAbilities,
  finding: AcceptedFinding,
): WorkspaceEdit | undefined {
  const entry = { ...finding, reason: 'Accepted. Say here why.' };
  return editRuleFile(file, client, 'suppress', 'array', (exists) =>
    exists ? [['suppress', -1], entry] : [['suppress'], [entry]],
  );
}

type Change = (exists: boolean) => readonly [path: JSONPath, value: unknown];

function editRuleFile(
  file: RuleFile,
  client: ClientAbilities,
  property: string,
  type: NodeType,
  change: Change,
): WorkspaceEdit | undefined {
  const text = file.text ?? '';
  if (isNestedTooDeep(text)) return undefined;
  const root = parseJsonTree(text);
  const present = root && findNodeAtLocation(root, [property]);
  if ((root && root.type !== 'object') || (present && present.type !== type)) return undefined;
  if (file.text === undefined && !client.createFiles) return undefined;
  const [path, value] = change(present !== undefined);
  const formattingOptions: FormattingOptions = {
    insertSpaces: true,
    tabSize: 2,
    eol: text.includes('\r\n') ? '\r\n' : '\n',
  };
  const changes = modify(text, path, value, { formattingOptions, isArrayInsertion: path.at(-1) === -1 });
  const textDocument = { uri: file.uri, version: null };
  if (file.text === undefined) {
    const start = { line: 0, character: 0 };
    return {
      documentChanges: [
        { kind: 'create', uri: file.uri, options: { ignoreIfExists: true } },
        { textDocument, edits: [{ range: { start, end: start }, newText: `${applyEdits('', changes)}\n` }] },
      ],
    };
  }
  const document = TextDocument.create(file.uri, 'json', 0, text);
  const edits = changes.map(({ offset, length, content }) => ({
    range: { start: document.positionAt(offset), end: document.positionAt(offset + length) },
    newText: content,
  }));
  return { changes: { [file.uri]: edits } };
}
