import {
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, normalize, sep } from 'node:path';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../../scripts/browser.mjs';
import { newestCodeServer } from '../../scripts/codeServer.mjs';
import { projectRoot } from '../../scripts/projectInstall.mjs';
import { outputFolder } from './hostExtension.mjs';

/** A workbench without a machine behind it: extensions run in the browser's web workers. */
export interface WebWorkbench {
  readonly page: Page;
  /** Addresses outside this machine that the browser or its workers requested. */
  readonly strayRequests: readonly string[];
  screenshot: (name: string) => Promise<void>;
  close: () => Promise<void>;
}

export interface WebWorkbenchOptions {
  /** Packed extensions. */
  readonly vsixes: readonly string[];
  /** Texts by path in `memfs:`. */
  readonly files: Readonly<Record<string, string>>;
  /** The folder that is opened, in `memfs:`. */
  readonly folder: string;
  /**
   * The display language; English by default. The workbench itself stays English, because it comes without
   * translations.
   */
  readonly language?: string;
}

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.mjs': 'text/javascript',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
};

/**
 * Places where code-server has changed VS Code's workbench, and the original code: code-server's pages always have a
 * machine, which also keeps the user's data.
 */
const remotePlaces: readonly (readonly [RegExp, string])[] = [
  [/,remoteAuthority:location\.host\}/, '}'],
  [/(\w+\.file\(this\.userDataPath\)\.with\(\{scheme:)\w+\.vscodeRemote\b/, '$1"vscode-userdata"'],
];

/** Turns code-server's workbench into the one that vscode.dev serves. */
function withoutRemote(script: string): string {
  return remotePlaces.reduce((text, [place, original]) => {
    if (!place.test(text))
      throw new Error(
        `The workbench.js of this version of code-server has no ${place.source}: look for what ties the page to a machine.`,
      );
    return text.replace(place, original);
  }, script);
}

/** As quiet as the tests' other workbench, and without animations. */
const settings = {
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.tips.enabled': false,
  'workbench.reduceMotion': 'on',
  'extensions.ignoreRecommendations': true,
  'telemetry.telemetryLevel': 'off',
  'chat.disableAIFeatures': true,
  'editor.cursorBlinking': 'solid',
};

/** The page of the workbench: VS Code's own template, filled in. */
function pageText(address: string, extensions: readonly string[], { folder, language }: WebWorkbenchOptions): string {
  const uri = (path: string) => ({ scheme: 'http', authority: new URL(address).host, path });
  const configuration = {
    folderUri: { scheme: 'memfs', path: folder },
    additionalBuiltinExtensions: [uri('/extension/memfs')],
    enabledExtensionProposedApi: ['sneakernet-test.sneakernet-memfs'],
    developmentOptions: { extensions: extensions.map((name) => uri(`/extension/${name}`)) },
    webviewEndpoint: `${address}/vscode/out/vs/workbench/contrib/webview/browser/pre`,
    configurationDefaults: settings,
    userDataPath: '/',
    isEnabledFileDownloads: false,
    isEnabledFileUploads: false,
    isEnabledCoderGettingStarted: false,
    productConfiguration: { enableTelemetry: false, extensionsGallery: undefined },
  };
  const attribute = (value: unknown) => JSON.stringify(value).replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  return `<!DOCTYPE html>
<html>
  <head>
    <meta charset="utf-8" />
    <meta id="vscode-workbench-web-configuration" data-settings="${attribute(configuration)}">
    <link rel="stylesheet" href="/vscode/out/vs/code/browser/workbench/workbench.css">
  </head>
  <body aria-label=""></body>
  <script>globalThis._VSCODE_FILE_ROOT = '${address}/vscode/out/';</script>
  <script type="module" src="/vscode/out/nls.messages.js"></script>
  <script type="module">globalThis._VSCODE_NLS_LANGUAGE = ${JSON.stringify(language ?? 'en')};</script>
  <script type="module" src="/vscode/out/vs/code/browser/workbench/workbench.js"></script>
</html>`;
}

/**
 * The browser parts of VS Code's own extensions, which code-server leaves out: without them, each would report that it
 * cannot be activated.
 */
const browserHalf = /^\/vscode\/extensions\/.+\/browser\/[^/]+\.js$/;

/** Serves the files of a few folders, each under its own name. */
function serveFiles(folders: ReadonlyMap<string, string>, page: () => string) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
    if (path === '/') {
      response.writeHead(200, { 'content-type': 'text/html' }).end(page());
      return;
    }
    const prefix = [...folders.keys()].find((candidate) => path.startsWith(candidate));
    const root = prefix === undefined ? undefined : folders.get(prefix);
    const file = root === undefined ? undefined : normalize(join(root, path.slice(prefix!.length)));
    if (file === undefined || !file.startsWith(root! + sep) || !existsSync(file) || !statSync(file).isFile()) {
      if (browserHalf.test(path))
        response.writeHead(200, { 'content-type': 'text/javascript' }).end('exports.activate = () => undefined;');
      else response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream' });
    if (path.endsWith('/workbench/workbench.js')) response.end(withoutRemote(readFileSync(file, 'utf8')));
    else createReadStream(file).pipe(response);
  };
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Chromium's updater and account service, which it contacts whatever the settings. Nothing of VS Code is there. */
const browsersOwn = /^(https?:\/\/)?[\w.-]+\.(google|googleapis|gvt1)\.com\b/;

/** A proxy that records and refuses requests to other machines. */
function refusingProxy(stray: string[]): Server {
  const note = (url = '') => {
    if (!browsersOwn.test(url)) stray.push(url);
  };
  const proxy = createServer((request, response) => {
    note(request.url);
    response.writeHead(403).end();
  });
  proxy.on('connect', (request: IncomingMessage, socket) => {
    note(request.url);
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  });
  return proxy;
}

async function buildMemfs(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  const source = join(projectRoot, 'test', 'vscode', 'memfs');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), readFileSync(join(source, 'package.json')));
  await build({
    entryPoints: [join(source, 'src', 'extension.ts')],
    outfile: join(folder, 'extension.js'),
    bundle: true,
    platform: 'browser',
    format: 'cjs',
    external: ['vscode'],
    define: { SAMPLE_FILES: JSON.stringify(files) },
  });
}

/** Serves VS Code's web workbench from code-server, and opens it in a browser that cannot reach any other machine. */
export async function openWebWorkbench(options: WebWorkbenchOptions): Promise<WebWorkbench> {
  await newestCodeServer.ensure();
  mkdirSync(outputFolder, { recursive: true });
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'sneakernet-web-'));
  const stray: string[] = [];
  const servers: Server[] = [];
  let browser: Browser | undefined;
  const close = async (): Promise<void> => {
    await browser?.close();
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await buildMemfs(join(folder, 'memfs'), options.files);
    const installed = await newestCodeServer.installExtensions(folder, options.vsixes);
    const folders = new Map([
      ['/vscode/', newestCodeServer.vscodeFolder],
      ['/extension/memfs/', join(folder, 'memfs')],
      ...installed.map((path, index) => [`/extension/${index}/`, path] as const),
    ]);
    let address = '';
    const files = createServer(
      serveFiles(folders, () =>
        pageText(
          address,
          installed.map((_, index) => String(index)),
          options,
        ),
      ),
    );
    const proxy = refusingProxy(stray);
    servers.push(files, proxy);
    address = await listen(files);
    // Playwright also sends loopback addresses through the proxy, unless this rule excludes them.
    browser = await launchBrowser({ proxy: { server: await listen(proxy), bypass: '<-loopback>,127.0.0.1' } });
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    await page.goto(address);
    await page.locator('.monaco-workbench .explorer-folders-view').waitFor({ timeout: 120_000 });
    return {
      page,
      strayRequests: stray,
      screenshot: async (name) => {
        await page.screenshot({ path: join(outputFolder, `${name}.png`) });
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
