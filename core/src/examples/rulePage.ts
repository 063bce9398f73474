import { ruleCodes, ruleOf, type RuleCode } from '../rules/catalogue';
import { examplesOf } from './';
import type { Example, ExampleEntry } from './example';
import type { Rule } from '../rules/rule';

const entryNames: Readonly<Record<ExampleEntry, string>> = {
  directory: 'a directory',
  'symbolic-link': 'a symbolic link',
  'special-file': 'a pipe, socket or device',
  unreadable: 'a file that you do not have permission to read',
  'not-utf-8': 'a file whose name contains a byte that is not UTF-8',
};
const shownLines = 20;
const shownWidth = 320;
const shownBytes = 16;

/** Replaces control characters by their Unicode pictures, so that they are visible on a page. */
function visible(line: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  const pictured = line.replace(/[\u0000-\u001f]/g, (character) =>
    String.fromCharCode(0x2400 + character.charCodeAt(0)),
  );
  return pictured.length <= shownWidth ? pictured : `${pictured.slice(0, shownWidth)}…`;
}

function codeBlock(fileName: string, text: string): readonly string[] {
  const lines = text.replace(/\n$/, '').split('\n');
  const shown = lines.slice(0, shownLines).map(visible);
  if (lines.length > shownLines) shown.push(`… and ${lines.length - shownLines} more lines`);
  return [`\`${fileName}\``, '', `\`\`\`${fileName.slice(fileName.lastIndexOf('.') + 1)}`, ...shown, '```', ''];
}

function diskLines({ disk }: Example): readonly string[] {
  if (disk === undefined) return [];
  const blocks = Object.entries(disk).flatMap(([path, entry]) =>
    typeof entry === 'object' ? codeBlock(path, entry.text) : [],
  );
  const facts = Object.entries(disk).flatMap(([path, entry]) => {
    if (typeof entry === 'string') return [`- \`${path}\` is ${entryNames[entry]}`];
    return typeof entry === 'number' ? [`- \`${path}\` is a file of ${entry.toLocaleString('en-US')} bytes`] : [];
  });
  return [...(facts.length > 0 ? ['Files on the disk:', '', ...facts, ''] : []), ...blocks];
}

function capacityLines({ capacity = {} }: Example): readonly string[] {
  const drives = Object.entries(capacity).map(
    ([letter, bytes]) => `- drive \`${letter}\` holds ${bytes.toLocaleString('en-US')} bytes`,
  );
  return drives.length > 0 ? ['The drives:', '', ...drives, ''] : [];
}

function exampleLines(example: Example): readonly string[] {
  const { fileName, text, siblings = {}, tracked, bytes } = example;
  return [
    ...codeBlock(fileName, text),
    ...Object.entries(siblings).flatMap(([name, sibling]) => codeBlock(name, sibling)),
    ...diskLines(example),
    ...capacityLines(example),
    ...(tracked === true ? ['The file is tracked by git.', ''] : []),
    ...(bytes
      ? [
          `The file begins with the bytes \`${bytes
            .slice(0, shownBytes)
            .map((byte) => byte.toString(16).padStart(2, '0'))
            .join(' ')}\`.`,
          '',
        ]
      : []),
  ];
}

function messageLines({ messages, severity }: Rule): readonly string[] {
  return Object.values(messages).map((template) => {
    const text = (typeof template === 'string' ? template : template.text).replace(/\{\d+\}/g, '…');
    const own = typeof template === 'string' || template.severity === severity ? '' : ` (${template.severity})`;
    return `- ${text}${own}`;
  });
}

/** The documentation page of a rule, in Markdown. */
export function rulePage(code: RuleCode): string {
  const rule = ruleOf(code);
  const { failing, passing } = examplesOf(code);
  return [
    `# ${code}`,
    '',
    rule.summary,
    '',
    `Severity: ${rule.severity}. ${rule.fixable ? 'A quick fix is offered.' : 'There is no quick fix.'}`,
    '',
    rule.explanation,
    '',
    '## Messages',
    '',
    ...messageLines(rule),
    '',
    '## Wrong',
    '',
    ...exampleLines(failing),
    '## Right',
    '',
    ...exampleLines(passing),
  ]
    .join('\n')
    .replace(/\n*$/, '\n');
}

const cell = (text: string): string => text.replaceAll('|', '\\|');

/** The page that lists all rules. */
function indexPage(): string {
  const folders = [...new Set(ruleCodes.map((code) => code.slice(0, code.indexOf('/'))))];
  const sections = folders.flatMap((folder) => [
    `## ${folder}`,
    '',
    '| rule | severity | fix | what it reports |',
    '|---|---|---|---|',
    ...ruleCodes
      .filter((code) => code.startsWith(`${folder}/`))
      .map((code) => {
        const { severity, fixable, summary } = ruleOf(code);
        return `| [${code}](${code}.md) | ${severity} | ${fixable ? 'yes' : ''} | ${cell(summary)} |`;
      }),
    '',
  ]);
  return [
    '# Rules',
    '',
    'You can change the severity of a rule, or turn the rule off, with the setting `sneakernet.rules` or with a `sneakernet.json` beside the files. An *error* is refused by the tool or the service, or loses data; a *warning* is most likely a mistake; *information* is worth knowing.',
    '',
    ...sections,
  ].join('\n');
}

/** All pages of the rules' documentation, by path in `docs/rules/`. */
export function rulePages(): ReadonlyMap<string, string> {
  return new Map([
    ['README.md', indexPage()],
    ...ruleCodes.map((code): [string, string] => [`${code}.md`, rulePage(code)]),
  ]);
}
