import { getLocation } from 'jsonc-parser';
import { CompletionItemKind, InsertTextFormat } from 'vscode-languageserver-types';
import type { CompletionItem, Hover, Range } from 'vscode-languageserver-types';
import { schemaAt } from '#core/job/jsonSchema';
import type { JsonSchema } from '#core/job/jsonSchema';
import { isRuleCode, ruleOf } from '#core/rules/catalogue/index';
import { isNestedTooDeep } from '#core/text/boundedJson';
import type { Localize } from '#core/text/localize';

/** A `job.json` or `sneakernet.json`, and a place in it. */
export interface JsonPlace {
  readonly text: string;
  readonly offset: number;
  readonly schema: JsonSchema;
  /** Paths of the tables that `job.json` can name. */
  readonly tables: readonly string[];
  readonly rangeOf: (start: number, end: number) => Range;
  readonly localize: Localize;
}

/** Members that name a table, or a list of tables. */
const tableMembers = new Set(['dataset', 'driveset', 'file']);

/** Completes members, values, rules and files at the place. */
export function completeJson({ text, offset, schema, tables, rangeOf, localize }: JsonPlace): CompletionItem[] {
  if (isNestedTooDeep(text)) return [];
  const { path, isAtPropertyKey, previousNode } = getLocation(text, offset);
  const isInNode =
    previousNode !== undefined && previousNode.offset <= offset && offset <= previousNode.offset + previousNode.length;
  const range = isInNode
    ? rangeOf(previousNode.offset, previousNode.offset + previousNode.length)
    : rangeOf(offset, offset);
  const item = (
    label: string,
    kind: CompletionItemKind,
    description: string | undefined,
    snippet = JSON.stringify(label),
  ): CompletionItem => ({
    label,
    kind,
    filterText: JSON.stringify(label),
    insertTextFormat: InsertTextFormat.PlainText,
    textEdit: { range, newText: snippet },
    ...(description === undefined ? {} : { documentation: localize(description) }),
  });
  if (isAtPropertyKey) {
    const at = schemaAt(schema, path.slice(0, -1));
    const hasValue = /^\s*:/.test(text.slice(isInNode ? previousNode.offset + previousNode.length : offset));
    const names = at?.propertyNames?.enum ?? Object.keys(at?.properties ?? {}).filter((name) => name !== '$schema');
    return names.map((name) => {
      const member = at && schemaAt(at, [name]);
      const description = isRuleCode(name) ? ruleOf(name).summary : member?.description;
      return item(
        name,
        CompletionItemKind.Property,
        description,
        JSON.stringify(name) + (hasValue ? '' : `: ${emptyValue(member)}`),
      );
    });
  }
  const at = schemaAt(schema, path);
  const [member] = path.filter((segment) => typeof segment === 'string').slice(-1);
  if (member !== undefined && tableMembers.has(member))
    return tables.map((name) => item(name, CompletionItemKind.File, undefined));
  return (at?.enum ?? []).map((value) =>
    item(value, CompletionItemKind.Value, isRuleCode(value) ? ruleOf(value).summary : undefined),
  );
}

function emptyValue(schema: JsonSchema | undefined): string {
  return schema?.type === 'array' ? '[]' : schema?.type === 'object' ? '{}' : '""';
}

/** The hover at the place: the meaning of a member, or the summary of a rule. */
export function hoverJson({ text, offset, schema, rangeOf, localize }: JsonPlace): Hover | null {
  if (isNestedTooDeep(text)) return null;
  const { path, previousNode } = getLocation(text, offset);
  if (!previousNode || offset < previousNode.offset || offset > previousNode.offset + previousNode.length) return null;
  const value: unknown = previousNode.value;
  const said =
    typeof value === 'string' && isRuleCode(value) ? ruleOf(value).summary : schemaAt(schema, path)?.description;
  if (said === undefined) return null;
  return {
    contents: { kind: 'plaintext', value: localize(said) },
    range: rangeOf(previousNode.offset, previousNode.offset + previousNode.length),
  };
}
