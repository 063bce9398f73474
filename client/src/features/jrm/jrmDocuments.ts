import * as vscode from 'vscode';
import {
  isOlder,
  jrmChecksumRequest,
  jrmChildrenRequest,
  jrmFilterRequest,
  jrmFollowRequest,
  jrmKeyRequest,
  jrmLocateRequest,
  jrmReloadNotification,
  jrmSummaryNotification,
  jrmUnfollowNotification,
} from '../../../../server/src/protocol/jrm';
import type {
  JrmChecksumDetails,
  JrmChecksumParams,
  JrmChildren,
  JrmChildrenParams,
  JrmFilterParams,
  JrmFilterResult,
  JrmKey,
  JrmKeyParams,
  JrmLocateParams,
  JrmParams,
  JrmPlace,
  JrmRange,
  JrmSummary,
} from '../../../../server/src/protocol/jrm';
import { basename } from '../../workbench/basename';
import type { LanguageServer } from '../../server/languageServer';
import type { NodePlace } from '../../views/treeNode';

/** A JRM that is shown somewhere. */
export class FollowedJrm implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<JrmSummary>();
  private latest: JrmSummary | undefined;

  /** Fires when the file has changed, or more of it has been read. */
  readonly onDidChange = this.changed.event;

  constructor(
    readonly uri: vscode.Uri,
    private readonly server: LanguageServer,
    private readonly onDispose: () => void,
  ) {}

  /** A summary of the file; undefined before the server has answered. */
  get summary(): JrmSummary | undefined {
    return this.latest;
  }

  /** @internal Takes a summary from the server. */
  take(summary: JrmSummary): void {
    // An answer, or a summary from other followers, may arrive after newer news.
    if (this.latest && isOlder(summary, this.latest)) return;
    this.latest = summary;
    this.changed.fire(summary);
  }

  children(
    folder: number,
    block?: { readonly start: number; readonly count: number },
    filter?: string,
  ): Promise<JrmChildren | undefined> {
    return this.ask<JrmChildren, JrmChildrenParams>(jrmChildrenRequest, {
      folder,
      ...(block && { start: block.start, count: block.count }),
      ...(filter !== undefined && { filter }),
    });
  }

  filter(filter: string): Promise<JrmFilterResult | undefined> {
    return this.ask<JrmFilterResult, JrmFilterParams>(jrmFilterRequest, { filter });
  }

  checksum(file: number): Promise<JrmChecksumDetails | undefined> {
    return this.ask<JrmChecksumDetails, JrmChecksumParams>(jrmChecksumRequest, { file });
  }

  async locate(place: JrmPlace): Promise<NodePlace | undefined> {
    const range = await this.ask<JrmRange, JrmLocateParams>(jrmLocateRequest, { place });
    return range && { uri: this.uri.toString(), range };
  }

  /** The key of a drive. A secret: only for the node that shows it, or the clipboard. */
  key(drive: number): Promise<JrmKey | undefined> {
    return this.ask<JrmKey, JrmKeyParams>(jrmKeyRequest, { drive });
  }

  /** Has the file read again. */
  reload(): void {
    void this.server.notify(jrmReloadNotification, { uri: this.uri.toString() } satisfies JrmParams);
  }

  private async ask<Result, Params extends JrmParams & { readonly revision: number }>(
    method: string,
    params: Omit<Params, 'uri' | 'revision'>,
  ): Promise<Result | undefined> {
    if (!this.latest) return undefined;
    const answer = await this.server.request<Result | null>(method, {
      ...params,
      uri: this.uri.toString(),
      revision: this.latest.revision,
    });
    return answer ?? undefined;
  }

  dispose(): void {
    this.changed.dispose();
    this.onDispose();
  }
}

interface Followers {
  readonly followed: Set<FollowedJrm>;
  readonly watcher: vscode.Disposable;
}

/**
 * The JRMs that views and editors show. The server reads each only once for all of them, and as long as it is shown.
 */
export class JrmDocuments implements vscode.Disposable {
  private readonly followers = new Map<string, Followers>();
  private readonly subscriptions: vscode.Disposable;

  constructor(private readonly server: LanguageServer) {
    this.subscriptions = vscode.Disposable.from(
      server.onNotification(jrmSummaryNotification, (summary: JrmSummary) => {
        this.take(summary);
      }),
      server.onDidChangeState((state) => {
        // A restarted server has no followers.
        if (state === 'running') for (const key of this.followers.keys()) void this.request(key);
      }),
    );
  }

  /** Follows a JRM until what is returned is disposed of. */
  follow(uri: vscode.Uri): FollowedJrm {
    const key = uri.toString();
    let followers = this.followers.get(key);
    const isFirst = followers === undefined;
    followers ??= { followed: new Set(), watcher: this.watch(uri) };
    this.followers.set(key, followers);
    const jrm: FollowedJrm = new FollowedJrm(uri, this.server, () => {
      this.release(key, jrm);
    });
    const known = [...followers.followed].find(({ summary }) => summary)?.summary;
    followers.followed.add(jrm);
    if (isFirst || !known) void this.request(key);
    else
      setTimeout(() => {
        jrm.take(known);
      }, 0);
    return jrm;
  }

  private async request(key: string): Promise<void> {
    try {
      await openWhereNotOnDisk(vscode.Uri.parse(key, true));
      this.take(await this.server.request<JrmSummary>(jrmFollowRequest, { uri: key } satisfies JrmParams));
    } catch {
      // The server reports its crash itself; the request is repeated when it runs again.
    }
  }

  private take(summary: JrmSummary): void {
    for (const jrm of this.followers.get(summary.uri)?.followed ?? []) jrm.take(summary);
  }

  private release(key: string, jrm: FollowedJrm): void {
    const followers = this.followers.get(key);
    if (!followers?.followed.delete(jrm) || followers.followed.size > 0) return;
    followers.watcher.dispose();
    this.followers.delete(key);
    void this.server.notify(jrmUnfollowNotification, { uri: key } satisfies JrmParams);
  }

  /** The server hears only of files in the workspace, but the file may lie outside. */
  private watch(uri: vscode.Uri): vscode.Disposable {
    const pattern = new vscode.RelativePattern(vscode.Uri.joinPath(uri, '..'), globOf(basename(uri.path)));
    const watcher = vscode.workspace.createFileSystemWatcher(pattern);
    const reload = () => {
      void this.server.notify(jrmReloadNotification, { uri: uri.toString() } satisfies JrmParams);
    };
    return vscode.Disposable.from(
      watcher,
      watcher.onDidChange(reload),
      watcher.onDidCreate(reload),
      watcher.onDidDelete(reload),
    );
  }

  dispose(): void {
    this.subscriptions.dispose();
    for (const { watcher } of this.followers.values()) watcher.dispose();
  }
}

/** A glob that matches this name only. */
function globOf(name: string): string {
  return name.replace(/[[\]{}*?]/g, (character) => `[${character}]`);
}

/** Opens the file if the server cannot read it from disk, so that the server gets its text as a document. */
async function openWhereNotOnDisk(uri: vscode.Uri): Promise<void> {
  if (uri.scheme === 'file') return;
  try {
    await vscode.workspace.openTextDocument(uri);
  } catch {
    // It is too large for a document: a server in the browser will request its bytes.
  }
}
