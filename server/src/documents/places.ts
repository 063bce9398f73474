import type { Position, Range } from 'vscode-languageserver';

const LARGEST = 0x7fffffff;

/** A valid position, whatever the client has sent: two non-negative whole numbers. */
export function soundPosition(position: Position): Position {
  return { line: soundNumber(position.line), character: soundNumber(position.character) };
}

/** A valid range, whose end is not before its start. */
export function soundRange({ start, end }: Range): Range {
  const [one, other] = [soundPosition(start), soundPosition(end)];
  return other.line < one.line || (other.line === one.line && other.character < one.character)
    ? { start: other, end: one }
    : { start: one, end: other };
}

function soundNumber(value: unknown): number {
  return typeof value === 'number' && value > 0 ? Math.min(Math.floor(value), LARGEST) : 0;
}
