import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

const tableLanguages = ['importexport-dataset', 'importexport-driveset'];
/** Those that consist of XML, or hold some. */
const xmlLanguages = ['importexport-journal', 'importexport-manifest', 'importexport-copylog', 'importexport-jrm-xml'];
const jsonLanguages = ['importexport-jrm'];
const read = (name) => parse(readFileSync(new URL(name, import.meta.url), 'utf8'));

/** Fills `{name}` in every text of a rule; a rule that includes the empty name goes. */
function fill(rule, values) {
  if (typeof rule === 'string') return rule.replaceAll(/\{([a-zA-Z]+)\}/g, (text, name) => values[name] ?? text);
  if (Array.isArray(rule)) return rule.map((item) => fill(item, values)).filter((item) => item.include !== '#');
  if (rule === null || typeof rule !== 'object') return rule;
  return Object.fromEntries(Object.entries(rule).map(([key, value]) => [key, fill(value, values)]));
}

/** Ends every scope of a rule with the language, as editors expect it. */
function qualify(rule, language) {
  if (Array.isArray(rule)) return rule.map((item) => qualify(item, language));
  if (typeof rule !== 'object') return rule;
  return Object.fromEntries(
    Object.entries(rule).map(([key, value]) => [
      key,
      (key === 'name' || key === 'contentName') && typeof value === 'string'
        ? `${value}.${language}`
        : qualify(value, language),
    ]),
  );
}

/** The TextMate grammar of a language, from its YAML and what grammars of its kind share. */
export function grammarOf(language) {
  if (jsonLanguages.includes(language)) return jsonGrammar(language);
  return tableLanguages.includes(language) ? tableGrammar(language) : xmlGrammar(language);
}

function jsonGrammar(language) {
  const { name, patterns, repository, ...values } = read(`${language}.tmLanguage.yaml`);
  return {
    name,
    scopeName: `source.${language}`,
    patterns: qualify(patterns, language),
    repository: qualify(fill(repository, values), language),
  };
}

function xmlGrammar(language) {
  const { name, patterns, repository = {}, ...values } = read(`${language}.tmLanguage.yaml`);
  const rules = { ...repository, ...fill(read('xml.yaml'), values) };
  return {
    name,
    scopeName: `source.${language}`,
    patterns: qualify(patterns, language),
    repository: qualify(rules, language),
  };
}

function tableGrammar(language) {
  const { name, fields, contents, ...own } = read(`${language}.tmLanguage.yaml`);
  const { patterns, repository, ...templates } = read('table.yaml');
  const rules = { ...repository, ...contents };
  fields.forEach((field, index) => {
    const values = { ...field, content: field.content ?? '', next: fields[index + 1]?.name ?? 'surplus' };
    rules[field.name] = fill(index === 0 ? templates.firstField : templates.field, values);
    rules[`${field.name}-value`] = fill(templates.value, values);
  });
  const filled = fill(rules, { ...own, firstField: fields[0].name });
  return { name, scopeName: `source.${language}`, patterns, repository: qualify(filled, language) };
}

/** Writes the grammars beside their sources, where package.json names them. */
export function buildGrammars() {
  for (const language of [...tableLanguages, ...xmlLanguages, ...jsonLanguages]) {
    writeFileSync(
      new URL(`${language}.tmLanguage.json`, import.meta.url),
      `${JSON.stringify(grammarOf(language), null, 2)}\n`,
    );
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) buildGrammars();
