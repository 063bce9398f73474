import { exportListElements, type ExportListElement, type ExportListRoot } from '#core/exportList/exportList';
import type { Localize } from '#core/text/localize';
import { codeSpan } from '../wording';

/** The meaning of an element of an export list; undefined for an unknown element. */
export function exportListMeaning(localize: Localize, element: string): string | undefined {
  switch (element as ExportListElement | ExportListRoot) {
    case 'BlobList':
      return localize(
        'What an export job takes out of the containers of a storage account. The list lies in the account as a block blob, and the job names it.',
      );
    case 'AzureFileList':
      return localize('What an export job takes out of the shares of a storage account.');
    case 'BlobPath':
      return localize(
        'One blob: its container, `/` and its name, as in `pictures/animals/koala.jpg` or `$root/logo.bmp`.',
      );
    case 'BlobPathPrefix':
      return localize(
        'All blobs whose path begins so: `/` all of the account, `/$root/` the root container, `/book` the containers that begin so, `/music/` one container, `/music/love` the blobs in it that begin so.',
      );
    case 'FilePath':
      return localize('One file of a share: `/`, the share, `/` and its path, as in `/share/folder/file.txt`.');
    case 'FilePathPrefix':
      return localize(
        'All files whose path begins so: `/` all shares, `/share/` one share, `/share/folder` what begins so in it.',
      );
    default:
      return undefined;
  }
}

/** Which blobs or files an entry selects. `path` is trimmed. */
export function entrySentence(localize: Localize, element: ExportListElement, path: string): string | undefined {
  if (path === '') return undefined;
  const isShare = exportListElements.AzureFileList.includes(element);
  const bare = path.replace(/^\//, '');
  const slash = bare.indexOf('/');
  const [container, name] = slash < 0 ? [bare, ''] : [bare.slice(0, slash), bare.slice(slash + 1)];
  switch (element) {
    case 'BlobPath':
      return localize('The blob {0} of the container {1}.', codeSpan(name), codeSpan(container));
    case 'FilePath':
      return localize('The file {0} of the share {1}.', codeSpan(name), codeSpan(container));
    case 'BlobPathPrefix':
    case 'FilePathPrefix':
      if (bare === '')
        return isShare ? localize('Every file of every share.') : localize('Every blob of the storage account.');
      if (slash < 0)
        return isShare
          ? localize('Every file of the shares whose name begins with {0}.', codeSpan(container))
          : localize('Every blob of the containers whose name begins with {0}.', codeSpan(container));
      if (name === '')
        return isShare
          ? localize('Every file of the share {0}.', codeSpan(container))
          : localize('Every blob of the container {0}.', codeSpan(container));
      return isShare
        ? localize('The files of the share {1} whose path begins with {0}.', codeSpan(name), codeSpan(container))
        : localize('The blobs of the container {1} whose name begins with {0}.', codeSpan(name), codeSpan(container));
  }
}
