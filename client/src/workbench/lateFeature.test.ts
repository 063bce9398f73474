import { beforeEach, describe, expect, it, vi } from 'vitest';
import { LateFeature } from './lateFeature';

type Run = (...args: unknown[]) => unknown;
interface Serializer {
  deserializeWebviewPanel(panel: unknown, state: unknown): Promise<void>;
}
interface Provider {
  resolveCustomEditor(document: unknown, panel: unknown): Promise<void>;
}

const registered = vi.hoisted(() => new Map<string, unknown>());

vi.mock('vscode', () => {
  const register = (id: string, what: unknown) => {
    if (registered.has(id)) throw new Error(`${id} already exists`);
    registered.set(id, what);
    return { dispose: () => registered.delete(id) };
  };
  return {
    commands: { registerCommand: register },
    window: { registerWebviewPanelSerializer: register, registerCustomEditorProvider: register },
    Disposable: {
      from: (...all: { dispose(): void }[]) => ({
        dispose: () => {
          for (const each of all) each.dispose();
        },
      }),
    },
  };
});

/** Adds up its inputs. */
class Sum {
  total = 0;
  isDisposed = false;
  add(number: unknown): number {
    return (this.total += Number(number));
  }
  dispose(): void {
    this.isDisposed = true;
  }
}

const command = (id: string): Run => registered.get(id) as Run;
const commands = { add: (sum: Sum, number: unknown) => sum.add(number), total: (sum: Sum) => sum.total };

function withResolvers<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve!: (value: T) => void;
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

beforeEach(() => {
  registered.clear();
});

describe('A feature that is loaded late', () => {
  it('is not made before somebody wants it', () => {
    const make = vi.fn(() => Promise.resolve(new Sum()));
    const late = new LateFeature(make, {
      commands,
      pages: { page: () => undefined },
      editors: { editor: () => undefined },
    });
    expect([...registered.keys()]).toEqual(['add', 'total', 'page', 'editor']);
    late.dispose();
    expect(make).not.toHaveBeenCalled();
    expect(registered.size).toBe(0);
  });

  it('is made once for commands that come at the same time, which hear its answers', async () => {
    const make = vi.fn(() => Promise.resolve(new Sum()));
    new LateFeature(make, { commands });
    expect(await Promise.all([command('add')(2), command('add')(3), command('total')()])).toEqual([2, 5, 5]);
    expect(await command('add')(1)).toBe(6);
    expect(make).toHaveBeenCalledTimes(1);
  });

  it('is tried again where it could not be loaded, which the command says', async () => {
    const make = vi.fn(() => Promise.resolve(new Sum()));
    make.mockRejectedValueOnce(new Error('Cannot find module'));
    new LateFeature(make, { commands });
    const both = await Promise.allSettled([command('add')(1), command('add')(1)]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await command('add')(1)).toBe(1);
    expect(make).toHaveBeenCalledTimes(2);
  });

  it('fails as its command does', async () => {
    const late = new LateFeature(() => Promise.resolve(new Sum()), {
      commands: { fail: () => Promise.reject(new Error('no such file')) },
    });
    await expect(command('fail')()).rejects.toThrow('no such file');
    expect(await late.get()).toBe(await late.get());
  });

  it('ends with the extension, also where it is being loaded then', async () => {
    const [first, second] = [new Sum(), new Sum()];
    const made = new LateFeature(() => Promise.resolve(first), { commands: { made: commands.add } });
    await command('made')(1);
    made.dispose();
    expect(first.isDisposed).toBe(true);
    const { promise, resolve } = withResolvers<Sum>();
    const loading = new LateFeature(() => promise, { commands: { loading: commands.add } });
    const running = command('loading')(1);
    loading.dispose();
    resolve(second);
    await running;
    expect(second.isDisposed).toBe(true);
  });

  it('shows a page again after a reload, and a file in its editor', async () => {
    const shown: unknown[] = [];
    new LateFeature(() => Promise.resolve(new Sum()), {
      pages: { page: (sum, panel, state) => shown.push([sum.total, panel, state]) },
      editors: { editor: (sum, uri, panel) => shown.push([sum.total, uri, panel]) },
    });
    const page = registered.get('page') as Serializer;
    await page.deserializeWebviewPanel('panel', null);
    await page.deserializeWebviewPanel('panel', 'file:///job');
    await (registered.get('editor') as Provider).resolveCustomEditor({ uri: 'file:///a.jrm' }, 'panel');
    expect(shown).toEqual([
      [0, 'panel', undefined],
      [0, 'panel', 'file:///job'],
      [0, 'file:///a.jrm', 'panel'],
    ]);
  });
});
