import { rmSync, statSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { dirname } from 'node:path';
import { SessionLock } from '../../journal/sessionLock';
import { sentence } from '../../language/sentence';
import { TargetError } from '../../model/copyResult';
import { makeFolders } from '../../model/makeFolders';
import { codeOf } from '../../model/systemError';
import type { DriveFacts } from '../drive';
import { WholeDisk } from '../wholeDisk/wholeDisk';

/** A file with the bytes of a disk and the footer of a fixed VHD. */
export class ImageDrive extends WholeDisk {
  readonly kind = 'image';

  inspect(): DriveFacts {
    const { path } = this;
    let facts: Stats | undefined;
    try {
      facts = statSync(path, { throwIfNoEntry: false });
    } catch (error) {
      throw new TargetError(
        sentence`${path} cannot be accessed (${codeOf(error)}). Specify a file or a disk that this user can write to.`,
      );
    }
    if (facts === undefined) return {};
    if (!facts.isFile())
      throw new TargetError(sentence`${path} is neither a file nor a disk. Specify an image file or a whole disk.`);
    return { length: facts.size };
  }

  discard(): 'removed' {
    rmSync(this.path, { force: true });
    return 'removed';
  }

  /** The lock is beside the image: in a shared folder, other computers see it there. */
  protected locks(sessionId: string): SessionLock[] {
    const { path } = this;
    try {
      makeFolders(dirname(path));
    } catch (error) {
      throw new TargetError(
        sentence`${path} cannot be created (${codeOf(error)}). Grant this user permission to write it, or specify another location with --drive.`,
        { cause: error },
      );
    }
    return [SessionLock.take(path, sessionId)];
  }

  /** An image becomes as large as necessary. */
  protected checkRoom(): void {
    return;
  }
}
