import { button, dataTable, marked, notice, toolbar } from '../../webview/components';
import type { Html } from '../../webview/html';
import { html } from '../../webview/html';
import type { Words } from '../../webview/words';
import { checklistItems, driveLabels, reminders, tickText } from './checklist';
import type { ChecklistItem } from './checklistPoint';
import type { ChecklistFacts } from './checklistFacts';

/** How many points are done, in words. */
export function checklistSentence(items: readonly ChecklistItem[], { localize }: Words): string {
  const count = (tick: ChecklistItem['tick']): number => items.filter((item) => item.tick === tick).length;
  if (count('done') === items.length) return localize('Everything that can be checked is done.');
  return localize(
    'Done: {0}, not met: {1}, not yet: {2}, unknown: {3}.',
    count('done'),
    count('error'),
    count('notYet'),
    count('unknown'),
  );
}

/** The page of the checklist: the facts, what only a person can check, and the labels. */
export function checklistPage(facts: ChecklistFacts, words: Words, isChecking = false): Html {
  const { localize, quantities } = words;
  const items = checklistItems(facts, words);
  const labels = driveLabels(facts, words);
  return html`<h1>${localize('Pre-shipment checklist of {0}', facts.job)}</h1>
<p>${checklistSentence(items, words)} <span class="secondaryText" role="status">${isChecking ? localize('Checking again …') : localize('Checked on {0}.', quantities.date(facts.checkedAt))}</span></p>
${facts.changes && facts.changes.names.length > 0 && notice('warning', localize('Changed since {0}:', quantities.date(facts.changes.since)), facts.changes.names.join(', '))}
${toolbar(localize('Actions'), [button(localize('Refresh'), { type: 'refresh' }, { primary: true }), button(localize('Copy as Markdown'), { type: 'copyMarkdown' })])}
${dataTable(
  localize('Checked automatically'),
  [
    { title: localize('Item') },
    { title: localize('State') },
    { title: localize('Details') },
    { title: localize('What to do') },
  ],
  items.map(({ title, tick, facts: lines, action }) => [
    title,
    marked(tick, tickText(tick, words)),
    html`<ul class="plain">${lines.map((line) => html`<li>${line}</li>`)}</ul>`,
    action && button(action.label, { type: 'run', command: action.command }, { kind: 'link' }),
  ]),
)}
<h2>${localize('To do by hand')}</h2>
<ul>${reminders(facts, words).map((line) => html`<li>${line}</li>`)}</ul>
<h2>${localize('Labels')}</h2>
${labels.length === 0 ? html`<p>${localize('There are no drives yet.')}</p>` : html`<p>${localize('Never put a key on a label.')}</p>`}
${labels.map(({ letter, lines }) => html`<section class="label" aria-label="${localize('Label of drive {0}', letter)}">${lines.map((line) => html`<p>${line}</p>`)}</section>`)}`;
}

/** The page before there are any facts. */
export function checkingPage(job: string, { localize }: Words): Html {
  return html`<h1>${localize('Pre-shipment checklist of {0}', job)}</h1>
<p role="status">${localize('Checking the drives, the journal and the JRM …')}</p>`;
}
