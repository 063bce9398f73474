/**
 * The message of every rule about malformed XML. The argument is what the parser reports, which is translated
 * separately.
 */
export const notWellFormed = 'The XML is not well-formed: {0}.';
