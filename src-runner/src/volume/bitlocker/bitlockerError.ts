import { DriveFormatError } from '../byteSource';

/**
 * Why a BitLocker volume cannot be read: `vista`: metadata version 1, which no current Windows writes; `version`: an
 * unknown metadata version; `converting`: Windows has not finished encrypting or decrypting it; `off`: BitLocker is
 * turned off, and nothing is encrypted; `method`: an unknown encryption method; `damaged`: no copy of the metadata is
 * intact; `cut-off`: the target ends before the volume does; `no-recovery-protector`: no recovery password can open it;
 * `wrong-key`: it has recovery protectors, but the password belongs to none of them.
 */
export type BitlockerObstacle =
  'vista' | 'version' | 'converting' | 'off' | 'method' | 'damaged' | 'cut-off' | 'no-recovery-protector' | 'wrong-key';

/** A BitLocker volume that cannot be read. The message is for the user: what the obstacle is, and what to do. */
export class BitlockerError extends DriveFormatError {
  constructor(
    readonly obstacle: BitlockerObstacle,
    message: string,
  ) {
    super(message);
  }
}
