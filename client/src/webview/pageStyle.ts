/**
 * The style of all pages: the theme's colours and fonts, borders in high-contrast themes, and the system's colours if
 * it forces them.
 */
export const pageStyle = `
:root { color-scheme: light dark; }
body { font: var(--vscode-font-weight) var(--vscode-font-size)/1.5 var(--vscode-font-family); color: var(--vscode-foreground); background: var(--vscode-editor-background); padding: 0 1.5em 2em; overflow-wrap: anywhere; }
main { max-width: 75em; }
h1 { font-size: 1.5em; font-weight: 600; margin: 1em 0 .5em; }
h2 { font-size: 1.15em; font-weight: 600; margin: 1.5em 0 .5em; }
p { margin: .5em 0; }
code, .code { font-family: var(--vscode-editor-font-family); font-size: .95em; }
.secondaryText { color: var(--vscode-descriptionForeground); }

button { font: inherit; cursor: pointer; border-radius: 3px; border: 1px solid var(--vscode-contrastBorder, transparent); padding: .25em .8em; }
button.primary { color: var(--vscode-button-foreground); background: var(--vscode-button-background); }
button.primary:hover { background: var(--vscode-button-hoverBackground); }
button.secondary { color: var(--vscode-button-secondaryForeground); background: var(--vscode-button-secondaryBackground); }
button.secondary:hover { background: var(--vscode-button-secondaryHoverBackground); }
button.link { padding: 0; border: 0; background: none; color: var(--vscode-textLink-foreground); text-align: start; text-decoration: underline; overflow-wrap: anywhere; }
button.link:hover { color: var(--vscode-textLink-activeForeground); }
:is(button, summary, a, [tabindex]):focus-visible { outline: 2px solid var(--vscode-focusBorder); outline-offset: 2px; }
:is(.vscode-high-contrast, .vscode-high-contrast-light) button:not(.link):hover { outline: 1px dashed var(--vscode-contrastActiveBorder); }
.toolbar { display: flex; flex-wrap: wrap; gap: .5em; margin: 1em 0; }

.tableFrame { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; margin: .5em 0 1em; }
caption { text-align: start; font-weight: 600; padding: .5em 0; }
th, td { text-align: start; vertical-align: top; padding: .35em .9em .35em 0; border-bottom: 1px solid var(--vscode-contrastBorder, var(--vscode-widget-border, var(--vscode-panel-border, rgba(128, 128, 128, .35)))); font-weight: inherit; }
thead th { font-weight: 600; }
.numeric { text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap; }

.bar { display: inline-flex; align-items: center; gap: .6em; min-width: 12em; width: 100%; }
.bar svg { flex: 1 1 auto; min-width: 5em; max-width: 16em; height: .8em; border: 1px solid var(--vscode-contrastBorder, transparent); forced-color-adjust: auto; }
.bar .track { fill: var(--vscode-editorWidget-background, rgba(128, 128, 128, .2)); stroke: none; }
.bar .value { fill: var(--vscode-charts-blue, var(--vscode-progressBar-background)); }
.bar .barText { flex: none; font-variant-numeric: tabular-nums; }
:is(.vscode-high-contrast, .vscode-high-contrast-light) .bar .track { fill: var(--vscode-editor-background); }
:is(.vscode-high-contrast, .vscode-high-contrast-light) .bar .value { fill: var(--vscode-foreground); }
@media (forced-colors: active) {
  .bar svg { border-color: CanvasText; }
  .bar .track { fill: Canvas; }
  .bar .value { fill: CanvasText; }
}

.mark { white-space: nowrap; }
.mark .sign { display: inline-block; width: 1.2em; text-align: center; font-weight: 700; }
.mark.done .sign { color: var(--vscode-testing-iconPassed, var(--vscode-charts-green)); }
.mark.notYet .sign { color: var(--vscode-charts-orange, var(--vscode-foreground)); }
.mark.unknown .sign { color: var(--vscode-descriptionForeground); }
.mark.error .sign { color: var(--vscode-problemsErrorIcon-foreground, var(--vscode-errorForeground)); }
.mark.warning .sign { color: var(--vscode-problemsWarningIcon-foreground, var(--vscode-charts-yellow)); }
.mark.information .sign { color: var(--vscode-problemsInfoIcon-foreground, var(--vscode-charts-blue)); }
.notice { border-inline-start: 3px solid var(--vscode-contrastBorder, var(--vscode-widget-border, rgba(128, 128, 128, .5))); padding-inline-start: .8em; }
.notice .mark { white-space: normal; }

details { margin: .3em 0; }
summary { cursor: pointer; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2em 1.2em; margin: .5em 0; }
dt { color: var(--vscode-descriptionForeground); }
dd { margin: 0; }
ul, ol { padding-inline-start: 1.5em; }
ul.plain { list-style: none; margin: 0; padding: 0; }
.label { display: inline-block; vertical-align: top; border: 1px solid var(--vscode-foreground); border-radius: 3px; padding: .3em 1em; margin: 0 1em 1em 0; font-size: 1.15em; }
.label p { margin: .2em 0; }
@media print { .toolbar { display: none; } }
`;
