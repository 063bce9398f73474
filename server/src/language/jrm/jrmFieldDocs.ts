import schema from '#schemas/jrm.schema.json';
import type { JrmField } from '#core/jrm/jrm';
import type { Localize } from '#core/text/localize';

/** A field as the schema documents it. */
interface DocumentedField {
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly items?: { readonly properties?: Readonly<Record<string, DocumentedField>> };
}

const members = schema.properties as Readonly<Record<string, DocumentedField>>;

/** The values that a field may have; empty where any value is allowed. */
export function allowedValues(list: string | undefined, name: string): readonly string[] {
  return fieldsOf(list)?.[name]?.enum ?? [];
}

/** The documentation of a field and its allowed values, as Markdown. */
export function fieldDocumentation(list: string | undefined, { name, required }: JrmField, localize: Localize): string {
  const values = allowedValues(list, name);
  const heading = required ? `**${name}**` : localize('**{0}** (optional)', name);
  const description = fieldsOf(list)?.[name]?.description;
  const parts = [heading, description === undefined ? '' : localize(description)];
  if (values.length > 0) parts.push(localize('One of: {0}.', values.map((value) => `\`${value}\``).join(', ')));
  return parts.filter((part) => part !== '').join('\n\n');
}

function fieldsOf(list: string | undefined): Readonly<Record<string, DocumentedField>> | undefined {
  return list === undefined ? members : members[list]?.items?.properties;
}
