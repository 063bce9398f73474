/**
 * `npm run l10n`: writes l10n/bundle.l10n.json with the sentences to translate: those of client, server and runner, the
 * messages of the rules, the titles of their fixes, and the descriptions of the columns.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import ts from 'typescript';
import { projectRoot } from './projectInstall.mjs';

/** Where the sentences are written. */
export const l10nBundle = join(projectRoot, 'l10n', 'bundle.l10n.json');

/** @returns {Promise<string>} the text of the bundle: the sorted sentences, each as its own translation. */
export async function exportL10n() {
  const inCode = ['client', 'server', 'core', 'src-runner'].flatMap((folder) =>
    sourceFiles(join(projectRoot, folder, 'src')).flatMap(sentencesOf),
  );
  const inSchemas = ['dataset', 'driveset'].flatMap((name) =>
    textsNamed('documentation', JSON.parse(readFileSync(join(projectRoot, 'schemas', `${name}.columns.json`), 'utf8'))),
  );
  const inJrm = textsNamed(
    'description',
    JSON.parse(readFileSync(join(projectRoot, 'schemas', 'jrm.schema.json'), 'utf8')).properties,
  );
  const inJob = ['job', 'sneakernet'].flatMap((name) =>
    textsNamed(
      'description',
      JSON.parse(readFileSync(join(projectRoot, 'schemas', `${name}.schema.json`), 'utf8')).properties,
    ),
  );
  const sentences = new Set(
    [...inCode, ...inSchemas, ...inJrm, ...inJob, ...(await ruleMessages())].filter((text) =>
      /\p{L}/u.test(text.replaceAll(/\{\d+\}/g, '')),
    ),
  );
  return JSON.stringify(Object.fromEntries([...sentences].sort().map((text) => [text, text])), undefined, 2) + '\n';
}

function sourceFiles(folder) {
  const names = readdirSync(folder, { recursive: true }).filter(
    (name) => /\.tsx?$/.test(name) && !/\.test\.ts$|[/\\]?test[A-Z]\w*\.ts$/.test(name),
  );
  return names.map((name) => join(folder, name));
}

/**
 * Functions whose first argument is a sentence: by the last part of their name, or by the full name for VS Code's own.
 */
const takers = /^(vscode\.l10n\.t|(.+\.)?localize|template)$/;

function sentencesOf(path) {
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  const found = [];
  const isCore = path.startsWith(join(projectRoot, 'core'));
  const visit = (node) => {
    if (ts.isCallExpression(node)) {
      const name = node.expression.getText(source);
      const [argument] = node.arguments;
      if (takers.test(name) && argument) {
        const literals = literalsOf(argument);
        found.push(...literals);
        // Our own functions may be passed a sentence that its `template` defines elsewhere; VS Code's function may not.
        if (literals.length === 0 && name === 'vscode.l10n.t')
          throw new Error(`${path}: vscode.l10n.t wants a literal, not ${argument.getText(source)}`);
      }
    }
    // The runner's `sentence` joins the parts and numbers the placeholders.
    if (ts.isTaggedTemplateExpression(node) && node.tag.getText(source) === 'sentence')
      found.push(templateOf(node.template));
    // Titles of fixes: the rules return them in English, and the server translates them.
    if (isCore && ts.isPropertyAssignment(node) && node.name.getText(source) === 'title')
      found.push(...literalsOf(node.initializer));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function templateOf(literal) {
  if (ts.isNoSubstitutionTemplateLiteral(literal)) return literal.text;
  return literal.templateSpans.reduce(
    (text, span, index) => `${text}{${index}}${span.literal.text}`,
    literal.head.text,
  );
}

/** The text of a literal, or the texts in a choice between literals. */
function literalsOf(node) {
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isParenthesizedExpression(node)) return literalsOf(node.expression);
  if (ts.isConditionalExpression(node)) return [...literalsOf(node.whenTrue), ...literalsOf(node.whenFalse)];
  return [];
}

function textsNamed(name, value) {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === name && typeof inner === 'string' ? [inner] : textsNamed(name, inner),
  );
}

/** Asks the catalogue itself, because its messages are assembled from parts. */
async function ruleMessages() {
  const catalogue = fileURLToPath(new URL('../core/src/rules/catalogue/index.ts', import.meta.url));
  const { outputFiles } = await build({
    entryPoints: [catalogue],
    bundle: true,
    format: 'esm',
    platform: 'node',
    write: false,
    logLevel: 'warning',
  });
  const { ruleCodes, ruleOf } = await import(
    `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`
  );
  return [...ruleCodes].flatMap((code) =>
    Object.values(ruleOf(code).messages).map((message) => (typeof message === 'string' ? message : message.text)),
  );
}

if (process.argv[1] === import.meta.filename) writeFileSync(l10nBundle, await exportL10n());
