import type { Localize } from '#core/text/localize';

/** The properties that an import sets, in the order they are offered, each with a usual value. */
export const properties: readonly { readonly name: string; readonly value?: string }[] = [
  { name: 'Content-Type', value: 'application/octet-stream' },
  { name: 'Content-MD5' },
  { name: 'Content-Encoding', value: 'gzip' },
  { name: 'Content-Language', value: 'en' },
  { name: 'Cache-Control', value: 'no-cache' },
];

/** The meaning of an element of a properties file; undefined for an element that the service does not know. */
export function propertyMeaning(localize: Localize, name: string): string | undefined {
  switch (name) {
    case 'Properties':
      return localize('The HTTP properties that every blob of the dataset record gets.');
    case 'Content-Type':
      return localize(
        'The media type that the blob is sent with, such as `image/jpeg`. Without it the service sends `application/octet-stream`.',
      );
    case 'Content-MD5':
      return localize(
        'The MD5 of the whole blob in base64: 22 characters and `==`. Hash tools print it in hexadecimal digits. A record with this property should name only a single file.',
      );
    case 'Content-Encoding':
      return localize(
        'How the content is compressed, such as `gzip`; browsers decompress it. The service does not change the content.',
      );
    case 'Content-Language':
      return localize('The language of the content, such as `en` or `de-CH`.');
    case 'Cache-Control':
      return localize('How long browsers and caches may keep the blob, such as `no-cache` or `max-age=3600`.');
    case 'Last-Modified':
      return localize('Written by export jobs: when the blob was last changed. No effect on import.');
    case 'Etag':
      return localize("Written by export jobs: an identifier of the blob's version. No effect on import.");
    case 'Content-Length':
      return localize('Written by export jobs: the length of the blob. No effect on import.');
    default:
      return undefined;
  }
}

/** The meaning of an element of a metadata file. */
export function metadataMeaning(localize: Localize, name: string): string {
  return name === 'Metadata'
    ? localize(
        'Names and values that every blob of the dataset record gets: one element for each, at most 8 KB in total.',
      )
    : localize('A custom name and its value. Names are C# identifiers; upper and lower case make no difference.');
}
