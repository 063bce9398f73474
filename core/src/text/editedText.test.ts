import fc from 'fast-check';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { describe, expect, it } from 'vitest';
import { finish } from '../work/steps';
import { EditedText } from './editedText';

const text = fc.string({ unit: fc.constantFrom('a', '\r', '\n', '\r\n', '🎈'), maxLength: 12 });

describe('A text that is edited', () => {
  it('has the positions that the reference has, whatever the edits and line ends', () => {
    fc.assert(
      fc.property(text, fc.array(fc.tuple(fc.nat(30), fc.nat(8), text), { maxLength: 6 }), (whole, edits) => {
        const edited = finish(EditedText.read(whole));
        let document = TextDocument.create('', '', 0, whole);
        for (const [place, length, put] of edits) {
          const start = Math.min(place, edited.text.length);
          const end = Math.min(start + length, edited.text.length);
          edited.edit(start, end, put);
          document = TextDocument.create(
            '',
            '',
            0,
            document.getText().slice(0, start) + put + document.getText().slice(end),
          );
          expect(edited.text).toBe(document.getText());
          for (let offset = -1; offset <= edited.text.length + 1; offset++)
            expect(edited.positionAt(offset)).toEqual(document.positionAt(offset));
          for (let line = 0; line <= document.lineCount; line++) {
            for (const character of [0, 1, 3, 100])
              expect(edited.offsetAt({ line, character })).toBe(document.offsetAt({ line, character }));
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it('makes room for more lines than there were', () => {
    const edited = finish(EditedText.read('a\nb'));
    edited.edit(1, 1, '\n'.repeat(5000));
    expect(edited.positionAt(edited.text.length)).toEqual({ line: 5001, character: 1 });
    expect(edited.offsetAt({ line: 5000, character: 0 })).toBe(5001);
  });
});
