import { ErrorCodes, ResponseError } from 'vscode-languageserver';
import type { Connection, Position, Range } from 'vscode-languageserver';
import { maskSecrets } from '#core/text/maskSecrets';
import { soundPosition, soundRange } from './documents/places';
import { failureText } from './runtime/failures';

/** Members whose text is shown to people. */
const shownMembers: ReadonlySet<string> = new Set([
  'message',
  'title',
  'label',
  'detail',
  'description',
  'documentation',
  'contents',
  'value',
  'name',
  'tooltip',
]);
/** Members that a client works with: they must stay unchanged. */
const opaqueMembers: ReadonlySet<string> = new Set([
  'edit',
  'data',
  'arguments',
  'textEdit',
  'additionalTextEdits',
  'range',
  'selectionRange',
  'location',
  'capabilities',
]);

type Handler = (...args: unknown[]) => unknown;

/**
 * A connection whose handlers fail independently: a failure costs one answer or one notification, and is logged.
 * Secrets are masked in all text that people read, and incoming positions and ranges are made valid.
 */
export function guardedConnection(connection: Connection): Connection {
  const log = (message: string) => {
    connection.console.error(message);
  };
  return guarded(connection, '', log);
}

function guarded<T extends object>(target: T, path: string, log: (message: string) => void): T {
  return new Proxy(target, {
    get: (_, name) => {
      const member: unknown = Reflect.get(target, name, target);
      const full = path === '' ? String(name) : `${path}.${String(name)}`;
      if (typeof member === 'object' && member !== null && objects.has(full)) return guarded(member, full, log);
      if (typeof member !== 'function') return member;
      const call = (args: readonly unknown[]): unknown => Reflect.apply(member as Handler, target, args);
      if (path === 'console') {
        return (message: string) => {
          call([maskSecrets(message)]);
        };
      }
      if (full === 'sendNotification' || full === 'sendDiagnostics') {
        // This fails once the client has gone, when nobody is left to be told.
        return (...args: unknown[]) =>
          (call(args.map((arg) => withoutSecrets(arg))) as Promise<void>).catch(() => undefined);
      }
      if (String(name).startsWith('on')) {
        return (...args: unknown[]) =>
          call(
            args.map((arg, index) =>
              typeof arg === 'function'
                ? guardedHandler(arg as Handler, nameOf(full, args, index), isNotification(full), log)
                : arg,
            ),
          );
      }
      return (...args: unknown[]) => call(args);
    },
  });
}

/** Members of a connection that have handlers or texts themselves. */
const objects: ReadonlySet<string> = new Set([
  'console',
  'languages',
  'languages.diagnostics',
  'languages.semanticTokens',
  'languages.inlayHint',
]);

function nameOf(full: string, args: readonly unknown[], handler: number): string {
  const [type] = args as [string | { readonly method: string }];
  if (handler === 0) return full;
  return typeof type === 'string' ? type : type.method;
}

function isNotification(full: string): boolean {
  return full === 'onNotification' || full === 'onInitialized' || full === 'onExit' || full.startsWith('onDid');
}

function guardedHandler(
  handler: Handler,
  name: string,
  notification: boolean,
  log: (message: string) => void,
): Handler {
  const failed = (error: unknown): undefined => {
    // A handler that refuses a request with a `ResponseError` has answered it.
    if (error instanceof ResponseError) throw new ResponseError(error.code, maskSecrets(error.message), error.data);
    log(`${name} failed: ${failureText(error)}`);
    if (notification) return undefined;
    throw new ResponseError(
      ErrorCodes.InternalError,
      maskSecrets(error instanceof Error ? error.message : String(error)),
    );
  };
  return (params, ...rest) => {
    try {
      const result = handler(withSoundPlaces(params), ...rest);
      return result instanceof Promise
        ? result.then((value: unknown) => withoutSecrets(value), failed)
        : withoutSecrets(result);
    } catch (error) {
      failed(error);
      return undefined;
    }
  };
}

interface Places {
  readonly position?: Position;
  readonly positions?: readonly Position[];
  readonly range?: Range;
}

function withSoundPlaces(params: unknown): unknown {
  if (typeof params !== 'object' || params === null) return params;
  const { position, positions, range } = params as Places;
  return {
    ...params,
    ...(position && { position: soundPosition(position) }),
    ...(positions && { positions: positions.map(soundPosition) }),
    ...(range && { range: soundRange(range) }),
  };
}

/** A copy of an outgoing message with secrets masked in the texts that people read. */
export function withoutSecrets(value: unknown, isShown = false): unknown {
  if (typeof value === 'string') return isShown ? maskSecrets(value) : value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value))
    return typeof value[0] === 'number' ? value : value.map((item) => withoutSecrets(item, isShown));
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      opaqueMembers.has(name) ? member : withoutSecrets(member, shownMembers.has(name)),
    ]),
  );
}
