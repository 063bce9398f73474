import type { Hover, Position } from 'vscode-languageserver-types';
import type { DocumentLanguage } from './documentLanguage';
import type { DocumentContext } from './languageContext';

/** The hover at a position, if the user wants hovers. */
export async function hoverAt(
  context: DocumentContext,
  language: DocumentLanguage,
  position: Position,
): Promise<Hover | null> {
  return context.settings.hover ? ((await language.hover?.(context, position)) ?? null) : null;
}

/** The same where the model contains only the first line and the position's line. */
export async function hoverInExcerpt(
  context: DocumentContext,
  language: DocumentLanguage,
  position: Position,
): Promise<Hover | null> {
  const line = Math.min(position.line, 1);
  const found = await hoverAt(context, language, { ...position, line });
  const moved = ({ line: own, character }: Position) => ({ line: own + position.line - line, character });
  return found?.range ? { ...found, range: { start: moved(found.range.start), end: moved(found.range.end) } } : found;
}
