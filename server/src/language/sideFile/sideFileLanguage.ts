import type { FileFinding } from '#core/rules/fileFinding';
import { checkSideFile } from '#core/sideFiles/index';
import type { SideFileKind } from '#core/sideFiles/sideFile';
import type { Steps } from '#core/work/steps';
import type { FileLanguage } from '../fileLanguage';
import { TextFile } from '../textFile';

type SideFile = TextFile<readonly FileFinding[]>;

/** Metadata and properties files: small ones, whose findings are all there is to read in them. */
export function sideFileLanguage(kind: SideFileKind): FileLanguage<SideFile> {
  // eslint-disable-next-line require-yield -- it is small: one step.
  function* parse(text: string): Steps<readonly FileFinding[]> {
    return checkSideFile(text, kind);
  }
  return {
    read: (text) => TextFile.read(text, parse),
    // eslint-disable-next-line require-yield -- as above.
    *findings({ model }) {
      return { found: model.parsed };
    },
  };
}
