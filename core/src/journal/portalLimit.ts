/** The largest journal that the portal accepts, in bytes (formats.md, section 5). */
export const PORTAL_JOURNAL_LIMIT = 2_000_000;
