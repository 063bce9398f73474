/** What every rule says of a text that is no XML; the argument is what the parser says, put into the user's language by itself. */
export const notWellFormed = 'The XML is not well-formed: {0}.';
