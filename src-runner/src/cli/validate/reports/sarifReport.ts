import { isAbsolute, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ruleCodes, ruleOf } from '#core/rules/catalogue/index';
import type { RuleCode } from '#core/rules/catalogue/index';
import type { Severity } from '#core/rules/rule';
import type { RelatedPlace } from '#core/rules/placedFinding';
import type { Range } from '#core/text/position';
import type { FileReport } from '../../../job/fileReport';
import type { ReportWriter } from './reportWriter';

const levels: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  error: 'error',
  warning: 'warning',
  information: 'note',
};

/** A SARIF 2.1.0 log (OASIS) with one run. */
export function sarifReport(version: string): ReportWriter {
  const reports: FileReport[] = [];
  return {
    begin: () => '',
    file: (report) => {
      reports.push(report);
      return '';
    },
    end: (messages) => `${JSON.stringify(sarifLog(reports, messages, version), null, 2)}\n`,
  };
}

function sarifLog(reports: readonly FileReport[], messages: readonly string[], version: string): object {
  const found = new Set(reports.flatMap(({ findings }) => findings.map(({ code }) => code)));
  const codes = ruleCodes.filter((code) => found.has(code));
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Sneakernet', semanticVersion: version, rules: codes.map(describeRule) } },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: messages.length === 0,
            toolExecutionNotifications: messages.map((text) => ({ level: 'error', message: { text } })),
          },
        ],
        artifacts: reports.map(({ file }) => ({ location: { uri: uriOf(file) } })),
        results: reports.flatMap((report, index) => resultsOf(report, index, codes)),
      },
    ],
  };
}

function describeRule(code: RuleCode): object {
  const { summary, explanation, severity } = ruleOf(code);
  return {
    id: code,
    shortDescription: { text: summary },
    help: { text: explanation.replaceAll('`', ''), markdown: explanation },
    defaultConfiguration: { level: levels[severity] },
  };
}

function resultsOf({ file, findings }: FileReport, index: number, codes: readonly RuleCode[]): object[] {
  return findings.map(({ code, severity, message, range, related }) => ({
    ruleId: code,
    ruleIndex: codes.indexOf(code),
    level: levels[severity],
    message: { text: message },
    locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(file), index }, region: regionOf(range) } }],
    ...(related.length > 0 ? { relatedLocations: related.map((place) => relatedLocation(place, file)) } : {}),
  }));
}

function relatedLocation({ file, range, message }: RelatedPlace, own: string): object {
  return {
    physicalLocation: { artifactLocation: { uri: uriOf(file ?? own) }, region: regionOf(range) },
    message: { text: message },
  };
}

/** SARIF is one-based, and its end column is the one after the last character. */
function regionOf({ start, end }: Range): object {
  return {
    startLine: start.line + 1,
    startColumn: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
  };
}

/** Relative paths stay relative, so that a report from CI fits the repository. */
function uriOf(file: string): string {
  if (isAbsolute(file)) return pathToFileURL(file).href;
  return file.split(sep).map(encodeURIComponent).join('/');
}
