import { markdownTable, markdownText } from '../../workbench/markdown';
import type { Words } from '../../webview/words';
import { planSentence } from './jobPlan';
import type { JobPlan } from './jobPlan';
import { fullnessOf, leftOverSentences, planFacts } from './planFacts';

/** A plan as Markdown, for a ticket or a mail. */
export function planMarkdown(plan: JobPlan, words: Words): string {
  const { localize, quantities } = words;
  const { result, messages } = plan;
  const summary = result?.plan;
  const parts = [
    `# ${markdownText(localize('Plan of {0}', plan.job))}`,
    markdownText(planSentence(plan, words)),
    ...messages.map(markdownText),
  ];
  if (summary) {
    const titles = [
      localize('Drive'),
      localize('Target'),
      localize('Files'),
      localize('Data'),
      localize('Used'),
      localize('Capacity'),
      localize('Fill level'),
    ];
    const rows = summary.drives.map((drive) =>
      [
        drive.letter,
        drive.target,
        quantities.count(drive.files),
        quantities.size(drive.bytes),
        quantities.size(drive.usedBytes),
        quantities.size(drive.diskBytes),
        fullnessOf(drive, words).text,
      ].map(markdownText),
    );
    parts.push(
      ...leftOverSentences(summary, words).map(markdownText),
      markdownTable(titles, rows, [2, 3, 4, 5]),
      planFacts(summary, words)
        .map(({ name, text }) => `- ${markdownText(name)}: ${markdownText(text)}`)
        .join('\n'),
    );
  }
  if (result && result.findings.length > 0) {
    const titles = [localize('Severity'), localize('Message'), localize('Location'), localize('Rule')];
    const rows = result.findings.map(({ severity, message, file, line, path, code }) =>
      [
        severity,
        message,
        [file !== undefined && `${file}:${(line ?? 0) + 1}`, path].filter(Boolean).join(' '),
        code,
      ].map(markdownText),
    );
    parts.push(
      markdownTable(titles, rows),
      ...(result.moreFindings > 0 ? [localize('And {0} more.', quantities.count(result.moreFindings))] : []),
    );
  }
  return `${parts.join('\n\n')}\n`;
}
