import { printParseErrorCode } from 'jsonc-parser';
import type { Node, ParseError } from 'jsonc-parser';
import jobSchema from '#schemas/job.schema.json';
import configurationSchema from '#schemas/sneakernet.schema.json';
import { LONGEST_JSON } from '../limits/limits';
import { nearestValue } from '../names/nearestValue';
import type { FileFinding } from '../rules/fileFinding';
import { parseJsonTree } from '../text/boundedJson';
import { LineIndex } from '../text/lineIndex';

/** The part of JSON Schema that the schemas of `job.json` and `sneakernet.json` use. */
export interface JsonSchema {
  readonly description?: string;
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly minLength?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly propertyNames?: { readonly enum?: readonly string[]; readonly minLength?: number };
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema;
}

/** The schema of each file. */
export const jsonSchemas: Readonly<Record<'job' | 'configuration', JsonSchema>> = {
  job: jobSchema,
  configuration: configurationSchema,
};

/** Syntax errors: the parser's name for each, and the rule's variant. */
const problems: Readonly<Record<string, string>> = {
  CommaExpected: 'comma',
  ColonExpected: 'colon',
  ValueExpected: 'value',
  PropertyNameExpected: 'name',
  CloseBraceExpected: 'brace',
  CloseBracketExpected: 'bracket',
  UnexpectedEndOfString: 'quote',
};

/** The schema at a path of member names and list indexes. */
export function schemaAt(schema: JsonSchema | undefined, path: readonly (string | number)[]): JsonSchema | undefined {
  return path.reduce<JsonSchema | undefined>(
    (at, segment) => at && (typeof segment === 'number' ? at.items : memberSchema(at, segment)),
    schema,
  );
}

function memberSchema(
  { properties, propertyNames, additionalProperties }: JsonSchema,
  name: string,
): JsonSchema | undefined {
  if (properties && Object.hasOwn(properties, name)) return properties[name];
  if (propertyNames?.enum && !propertyNames.enum.includes(name)) return undefined;
  return typeof additionalProperties === 'object' ? additionalProperties : undefined;
}

/** A `job.json`'s or `sneakernet.json`'s own findings: about its syntax, and about what its schema does not allow. */
export function checkJson(text: string, schema: JsonSchema): FileFinding[] {
  const found: FileFinding[] = [];
  const lines = new LineIndex(text);
  const add = (finding: Pick<FileFinding, 'code' | 'variant' | 'args'>, start: number, end: number) => {
    found.push({ ...finding, start: lines.position(start), end: lines.position(end) });
  };
  if (text.length > LONGEST_JSON) {
    add({ code: 'job/syntax', variant: 'too-large' }, 0, 0);
    return found;
  }
  const errors: ParseError[] = [];
  const root = parseJsonTree(text, errors, { allowTrailingComma: true });
  if (!root && text.trim() !== '')
    add({ code: 'job/syntax', variant: errors.length === 0 ? 'too-deep' : 'value' }, 0, Math.min(1, text.length));
  let end = -1;
  for (const { error, offset, length } of root ? errors : []) {
    // One mistake causes further errors right after it.
    if (offset <= end) continue;
    end = offset + Math.max(1, length);
    const start = Math.min(offset, Math.max(0, text.trimEnd().length - 1));
    add(
      { code: 'job/syntax', variant: problems[printParseErrorCode(error)] ?? 'default' },
      start,
      Math.min(text.length, Math.max(end, start + 1)),
    );
  }
  const visit = (node: Node, at: JsonSchema) => {
    const type = at.type ?? (at.enum ? 'string' : undefined);
    if (type !== undefined && node.type !== type) {
      // A single path is as good as a list of one.
      if (type === 'array' && node.type === 'string' && at.items) visit(node, at.items);
      else add({ code: 'job/type', variant: type }, node.offset, node.offset + node.length);
      return;
    }
    const written: unknown = node.value;
    if (typeof written === 'string' && at.enum && !at.enum.includes(written)) {
      add(
        { code: 'job/type', variant: 'value', args: [written, at.enum.map((value) => `"${value}"`).join(', ')] },
        node.offset,
        node.offset + node.length,
      );
    } else if (written === '' && (at.minLength ?? 0) > 0) {
      add({ code: 'job/type', variant: 'empty' }, node.offset, node.offset + node.length);
    }
    if (node.type === 'array' && at.items) for (const child of node.children ?? []) visit(child, at.items);
    if (node.type !== 'object') return;
    const present = new Set<unknown>();
    for (const { children: [key, value] = [] } of node.children ?? []) {
      if (key === undefined) continue;
      const name = String(key.value);
      present.add(name);
      const member = memberSchema(at, name);
      if (member) {
        if (value) visit(value, member);
      } else if (at.additionalProperties === false || at.propertyNames?.enum) {
        const known = at.propertyNames?.enum ?? Object.keys(at.properties ?? {});
        const nearest = nearestValue(name, known)?.value;
        const kind = at.propertyNames?.enum ? 'rule' : 'member';
        add(
          {
            code: 'job/unknown',
            variant: nearest === undefined ? kind : `${kind}-near`,
            args: nearest === undefined ? [name] : [name, nearest],
          },
          key.offset,
          key.offset + key.length,
        );
      }
    }
    for (const name of at.required ?? []) {
      if (!present.has(name)) add({ code: 'job/type', variant: 'missing', args: [name] }, node.offset, node.offset + 1);
    }
  };
  if (root) visit(root, schema);
  return found;
}
