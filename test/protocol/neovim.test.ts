import { execFile, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const repository = fileURLToPath(new URL('../../', import.meta.url));
const hasNeovim = spawnSync('nvim', ['--version']).status === 0;

// Without the editor the test is skipped; in CI, where everything has to be tested, it fails.
if (!hasNeovim && process.env['CI'] !== 'true')
  console.log('SKIPPED: the language server in Neovim: nvim is not on PATH (apt install neovim)');

/** The setup that the documentation gives to users. */
function documentedSetUp(): string {
  const page = readFileSync(join(repository, 'docs', 'editors.md'), 'utf8');
  return /```lua\n([\s\S]*?)```/.exec(page)![1]!;
}

/** What a user does in a session; each step waits until the editor shows its result. */
const session = String.raw`
local seen = {}

local function codes()
  local found = {}
  for _, diagnostic in ipairs(vim.diagnostic.get(0)) do table.insert(found, diagnostic.code) end
  table.sort(found)
  return found
end

local function wait(what, condition)
  if not vim.wait(30000, condition, 20) then error('waited in vain for ' .. what .. ', has ' .. vim.inspect(codes())) end
end

local function run()
  vim.cmd('edit dataset.csv')
  wait('diagnostics', function() return #codes() > 0 end)
  seen.opened = codes()

  -- The first fix of the wrong disposition, as the menu of code actions offers it.
  local client = vim.lsp.get_active_clients()[1]
  vim.api.nvim_win_set_cursor(0, { 2, 34 })
  local params = vim.lsp.util.make_range_params()
  params.context = { diagnostics = vim.lsp.diagnostic.get_line_diagnostics(0, 1), only = { 'quickfix' } }
  local answer = vim.lsp.buf_request_sync(0, 'textDocument/codeAction', params, 10000)[client.id]
  for _, action in ipairs(answer.result) do
    if action.title:find('rename', 1, true) then
      seen.action = action.title
      if not action.edit then action = vim.lsp.buf_request_sync(0, 'codeAction/resolve', action, 10000)[client.id].result end
      vim.lsp.util.apply_workspace_edit(action.edit, client.offset_encoding)
      break
    end
  end
  wait('the finding to go', function() return not vim.tbl_contains(codes(), 'dataset/disposition') end)
  seen.fixed = codes()
  seen.fixedText = vim.api.nvim_buf_get_lines(0, 0, -1, false)

  vim.lsp.buf.formatting_sync(nil, 10000)
  wait('the spaces to go', function() return not vim.tbl_contains(codes(), 'csv/space-around-delimiter') end)
  seen.formatted = codes()
  seen.formattedText = vim.api.nvim_buf_get_lines(0, 0, -1, false)

  -- A mistake that is typed shows up while the file is still unsaved.
  vim.api.nvim_buf_set_lines(0, 2, 2, false, { 'F:\\Music\\,/music/,BlockBlob,rename,None,None' })
  wait('the new finding', function() return vim.tbl_contains(codes(), 'dataset/destination-leading-slash') end)
  local hover = vim.lsp.buf_request_sync(0, 'textDocument/hover', vim.lsp.util.make_position_params(), 10000)[client.id]
  seen.hover = vim.lsp.util.convert_input_to_markdown_lines(hover.result.contents)

  vim.lsp.stop_client(client.id)
  wait('the server to end', function() return #vim.lsp.get_active_clients() == 0 end)
end

local ok, problem = xpcall(run, debug.traceback)
seen.problem = not ok and problem or nil
vim.fn.writefile({ vim.fn.json_encode(seen) }, 'seen.json')
vim.cmd('qall!')
`;

interface Seen {
  readonly problem?: string;
  readonly opened: readonly string[];
  readonly action?: string;
  readonly fixed: readonly string[];
  readonly fixedText: readonly string[];
  readonly formatted: readonly string[];
  readonly formattedText: readonly string[];
  readonly hover: readonly string[];
}

describe.skipIf(!hasNeovim && process.env['CI'] !== 'true')(
  'The language server in Neovim, set up as documented',
  () => {
    let folder: string;
    let seen: Seen;

    beforeAll(async () => {
      if (!hasNeovim) throw new Error('Neovim is missing: install it (apt install neovim).');
      folder = mkdtempSync(join(tmpdir(), 'sneakernet-neovim-'));
      const header = 'BasePath,DstBlobPathOrPrefix,BlobType,Disposition,MetadataFile,PropertiesFile';
      writeFileSync(join(folder, 'dataset.csv'), `${header}\n"F:\\Photos\\", photos/,BlockBlob,Rename,None,None\n`);
      writeFileSync(join(folder, 'init.lua'), documentedSetUp());
      writeFileSync(join(folder, 'session.lua'), session);
      // The command as an installed package puts it on PATH.
      writeFileSync(
        join(folder, 'sneakernet'),
        `#!/bin/sh\nexec "${process.execPath}" "${join(repository, 'dist', 'runner.js')}" "$@"\n`,
      );
      chmodSync(join(folder, 'sneakernet'), 0o755);
      await promisify(execFile)(
        'nvim',
        ['--headless', '-u', 'init.lua', '-i', 'NONE', '-n', '-c', 'luafile session.lua'],
        {
          cwd: folder,
          env: {
            ...process.env,
            PATH: `${folder}${delimiter}${process.env['PATH'] ?? ''}`,
            XDG_STATE_HOME: folder,
            XDG_CACHE_HOME: folder,
            XDG_DATA_HOME: folder,
            XDG_CONFIG_HOME: folder,
          },
          timeout: 55_000,
        },
      );
      seen = JSON.parse(readFileSync(join(folder, 'seen.json'), 'utf8')) as Seen;
      if (seen.problem !== undefined) throw new Error(seen.problem);
    }, 60_000);

    afterAll(() => {
      rmSync(folder, { recursive: true });
    });

    it('shows what is wrong with a file that is opened', () => {
      expect(seen.opened).toEqual(['csv/space-around-delimiter', 'dataset/disposition']);
    });

    it('repairs by a code action', () => {
      expect(seen.action).toContain('rename');
      expect(seen.fixed).toEqual(['csv/space-around-delimiter']);
      expect(seen.fixedText[1]).toBe('"F:\\Photos\\", photos/,BlockBlob,rename,None,None');
    });

    it('formats', () => {
      expect(seen.formatted).toEqual([]);
      expect(seen.formattedText[1]).toBe('F:\\Photos\\,photos/,BlockBlob,rename,None,None');
    });

    it('follows what is typed, and explains it', () => {
      expect(seen.hover.join('\n')).toContain('photos');
    });
  },
);
