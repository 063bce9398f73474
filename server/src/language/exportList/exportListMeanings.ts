import { exportListElements, type ExportListElement, type ExportListRoot } from '#core/exportList/exportList';
import type { Localize } from '#core/text/localize';
import { codeSpan } from '../wording';

/** The meaning of an element of an export list; undefined for an unknown element. */
export function exportListMeaning(localize: Localize, element: string): string | undefined {
  switch (element as ExportListElement | ExportListRoot) {
    case 'BlobList':
      return localize(
        'What an export job copies from the containers of a storage account. The list is stored in the account as a block blob, and the job names it.',
      );
    case 'AzureFileList':
      return localize('What an export job copies from the shares of a storage account.');
    case 'BlobPath':
      return localize(
        'One blob: its container, `/` and its name, as in `pictures/animals/koala.jpg` or `$root/logo.bmp`.',
      );
    case 'BlobPathPrefix':
      return localize(
        'All blobs whose path begins with this: `/` for the whole account, `/$root/` for the root container, `/book` for the containers whose name begins with `book`, `/music/` for one container, `/music/love` for the blobs in it whose name begins with `love`.',
      );
    case 'FilePath':
      return localize('One file in a share: `/`, the share, `/` and its path, as in `/share/folder/file.txt`.');
    case 'FilePathPrefix':
      return localize(
        'All files whose path begins with this: `/` for all shares, `/share/` for one share, `/share/folder` for everything in it whose path begins with `folder`.',
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
      return localize('The blob {0} in the container {1}.', codeSpan(name), codeSpan(container));
    case 'FilePath':
      return localize('The file {0} in the share {1}.', codeSpan(name), codeSpan(container));
    case 'BlobPathPrefix':
    case 'FilePathPrefix':
      if (bare === '')
        return isShare ? localize('Every file in every share.') : localize('Every blob in the storage account.');
      if (slash < 0)
        return isShare
          ? localize('Every file in the shares whose name begins with {0}.', codeSpan(container))
          : localize('Every blob in the containers whose name begins with {0}.', codeSpan(container));
      if (name === '')
        return isShare
          ? localize('Every file in the share {0}.', codeSpan(container))
          : localize('Every blob in the container {0}.', codeSpan(container));
      return isShare
        ? localize('The files in the share {1} whose path begins with {0}.', codeSpan(name), codeSpan(container))
        : localize('The blobs in the container {1} whose name begins with {0}.', codeSpan(name), codeSpan(container));
  }
}
