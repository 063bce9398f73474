import type { BrowseMethod, BrowseRequests, CancelRequest } from './browseProtocol';

/** What a line asks for. */
export type ParsedRequest =
  | {
      readonly [M in BrowseMethod]: { readonly id: number; readonly method: M; readonly params: BrowseRequests[M] };
    }[BrowseMethod]
  | { readonly id: undefined; readonly method: 'cancel'; readonly params: CancelRequest };

/** A line is not a valid request. The message does not quote the line, which may contain a key. */
export class RequestError extends Error {
  constructor(
    message: string,
    readonly id: number | undefined,
  ) {
    super(message);
  }
}

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === 'string';
const isCount: Check = (value) => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
const isTexts: Check = (value) => Array.isArray(value) && value.every(isText);
const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);

const shapes: Readonly<Record<BrowseMethod | 'cancel', Readonly<Record<string, Check>>>> = {
  open: { target: isText, key: optional(isText), keyFile: optional(isText), jrm: optional(isText) },
  list: { path: isText, start: optional(isCount), count: optional(isCount) },
  stat: { path: isText },
  read: { path: isText, offset: isCount, length: isCount },
  extract: {
    paths: isTexts,
    to: isText,
    existing: (value) => value === 'ask' || value === 'keep' || value === 'replace',
  },
  cancel: { request: isCount },
};

/** @throws RequestError */
export function parseBrowseRequest(line: string): ParsedRequest {
  const value = jsonOf(line);
  if (typeof value !== 'object' || value === null)
    throw new RequestError('A request is a JSON object: {"id":1,"method":"list","params":{"path":""}}.', undefined);
  const { id, method, params } = value as Readonly<Record<string, unknown>>;
  const number = isCount(id) ? (id as number) : undefined;
  if (typeof method !== 'string' || !Object.hasOwn(shapes, method))
    throw new RequestError(`There is no such method. There are: ${Object.keys(shapes).join(', ')}.`, number);
  if (method !== 'cancel' && number === undefined)
    throw new RequestError('A request has a number, "id", which its answer gets.', undefined);
  const shape = shapes[method as BrowseMethod];
  const given = typeof params === 'object' && params !== null ? (params as Readonly<Record<string, unknown>>) : {};
  const wrong = Object.keys(shape).find((name) => !shape[name]!(Object.hasOwn(given, name) ? given[name] : undefined));
  if (wrong !== undefined)
    throw new RequestError(`"${wrong}" is missing in the params of ${method}, or is none.`, number);
  return { id: method === 'cancel' ? undefined : number, method, params: given } as unknown as ParsedRequest;
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
