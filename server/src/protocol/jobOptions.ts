/** What a client checks of a job's options while they are typed: pure functions over a text. */
export { sessionIdProblem } from '#core/names/sessionId';
export { parseByteCount } from '#core/text/byteCount';
