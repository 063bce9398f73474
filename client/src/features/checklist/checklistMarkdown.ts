import { markdownText } from '../../workbench/markdown';
import type { Words } from '../../webview/words';
import { checklistItems, driveLabels, reminders, tickText } from './checklist';
import type { ChecklistFacts } from './checklistFacts';
import { checklistSentence } from './checklistPage';

/** The checklist as Markdown, for a ticket or the job's papers. */
export function checklistMarkdown(facts: ChecklistFacts, words: Words): string {
  const { localize, quantities } = words;
  const items = checklistItems(facts, words);
  const points = items.map(({ title, tick, facts: lines }) =>
    [
      `- [${tick === 'done' ? 'x' : ' '}] **${markdownText(title)}**: ${tickText(tick, words)}`,
      ...lines.map((line) => `  - ${markdownText(line)}`),
    ].join('\n'),
  );
  const labels = driveLabels(facts, words).map(({ lines }) => `- ${lines.map(markdownText).join(' · ')}`);
  const parts = [
    `# ${markdownText(localize('Pre-shipment checklist of {0}', facts.job))}`,
    `${checklistSentence(items, words)} ${localize('Checked on {0}.', quantities.date(facts.checkedAt))}`,
    ...(facts.changes && facts.changes.names.length > 0
      ? [
          markdownText(
            `${localize('Changed since {0}:', quantities.date(facts.changes.since))} ${facts.changes.names.join(', ')}`,
          ),
        ]
      : []),
    points.join('\n'),
    `## ${localize('To do by hand')}`,
    reminders(facts, words)
      .map((line) => `- [ ] ${markdownText(line)}`)
      .join('\n'),
    ...(labels.length === 0 ? [] : [`## ${localize('Labels')}`, labels.join('\n')]),
  ];
  return `${parts.join('\n\n')}\n`;
}
