import type { Connection } from 'vscode-languageserver';
import type { OpenDocument } from '../documents/openDocument';
import type { Workspace } from '../documents/workspace';
import type {
  JrmChecksumParams,
  JrmChildrenParams,
  JrmFilterParams,
  JrmKeyParams,
  JrmLocateParams,
  JrmParams,
  JrmSummary,
} from '../protocol/jrm';
import {
  jrmChecksumRequest,
  jrmChildrenRequest,
  jrmFilterRequest,
  jrmFollowRequest,
  jrmKeyRequest,
  jrmLocateRequest,
  jrmReloadNotification,
  jrmSummaryNotification,
  jrmUnfollowNotification,
} from '../protocol/jrm';
import { ownWork } from '../runtime/failures';
import type { Log } from '../runtime/failures';
import type { Runtime } from '../runtime/runtime';
import { FollowedJrm } from './followedJrm';
import type { JrmIndex } from './jrmIndex';

/** What the tree needs to know about documents that change or close. */
export interface JrmDocumentListener {
  changed(document: OpenDocument): void;
  closed(uri: string): void;
}

/** Answers the requests about JRMs as trees. */
export function serveJrmTree(
  connection: Connection,
  workspace: Workspace,
  runtime: Runtime,
  log: Log,
): JrmDocumentListener {
  const followed = new Map<string, FollowedJrm>();
  const tell = (summary: JrmSummary) => {
    ownWork(connection.sendNotification(jrmSummaryNotification, summary), 'Telling of a JRM', log);
  };

  connection.onRequest(jrmFollowRequest, async ({ uri }: JrmParams): Promise<JrmSummary> => {
    let jrm = followed.get(uri);
    if (!jrm) {
      jrm = new FollowedJrm(uri, { workspace, runtime, tell, log });
      followed.set(uri, jrm);
    }
    return jrm.summaryOfHead();
  });
  connection.onNotification(jrmUnfollowNotification, ({ uri }: JrmParams) => {
    followed.get(uri)?.close();
    followed.delete(uri);
  });
  connection.onNotification(jrmReloadNotification, ({ uri }: JrmParams) => {
    followed.get(uri)?.reload();
  });

  const withIndex = async <T>(
    params: JrmParams & { readonly revision: number },
    answer: (index: JrmIndex) => T | undefined | Promise<T | undefined>,
  ): Promise<T | null> => {
    const index = followed.get(params.uri)?.index(params.revision);
    return (index && (await answer(index))) ?? null;
  };
  connection.onRequest(jrmChildrenRequest, (params: JrmChildrenParams) =>
    withIndex(params, (index) => index.children(params.folder, params.start, params.count, params.filter)),
  );
  connection.onRequest(jrmFilterRequest, (params: JrmFilterParams) =>
    withIndex(params, (index) => index.filter(params.filter)),
  );
  connection.onRequest(jrmChecksumRequest, (params: JrmChecksumParams) =>
    withIndex(params, (index) => index.checksum(params.file)),
  );
  connection.onRequest(jrmLocateRequest, (params: JrmLocateParams) =>
    withIndex(params, (index) => index.locate(params.place)),
  );
  connection.onRequest(jrmKeyRequest, (params: JrmKeyParams) => withIndex(params, (index) => index.key(params.drive)));

  return {
    changed: ({ uri }) => {
      followed.get(uri)?.reloadSoon();
    },
    closed: (uri) => {
      followed.get(uri)?.reload();
    },
  };
}
