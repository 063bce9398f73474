import { describe, expect, it } from 'vitest';
import { canonicalUri, fileNameOf, fileUri, folderAbove, folderOf, pathBelow, uriBelow, UriMap } from './uris';

describe('a URI', () => {
  it.each([
    ['a drive', 'file:///c%3A/x/a.csv', ['file:///C:/x/a.csv', 'file:///c:/x/a.csv', 'file:///C%3a/x/a.csv']],
    ['what is escaped', 'file:///x/a%20%281%29%20%26%20%C3%A4.csv', ['file:///x/a%20(1)%20&%20ä.csv']],
    ['a server', 'file://server/share/a.csv', ['file://SERVER/share/a.csv']],
    ['another scheme', 'vscode-vfs://github/a/b.csv', ['vscode-vfs://github/a/b.csv']],
  ])('has one spelling: %s', (_, canonical, others) => {
    for (const uri of [canonical, ...others]) expect(canonicalUri(uri)).toBe(canonical);
  });

  it.each(['', 'dataset.csv', '/x/dataset.csv', 'C:/x/dataset.csv', 'file:////server/share/dataset.csv'])(
    'is what it is where it is none: %j',
    (text) => {
      expect(canonicalUri(text)).toBe(text);
      expect(folderOf(text)).toBeUndefined();
      expect(fileNameOf(text)).toBe(text === '' ? '' : 'dataset.csv');
    },
  );

  it.each([
    ['file:///c%3A/x/a%20%2525.csv', 'file:///c%3A/x/', 'a %25.csv'],
    ['file:///x/100%.csv', 'file:///x/', '100%.csv'],
    ['file:///a.csv', 'file:///', 'a.csv'],
    ['file://server/share/dir/a.csv', 'file://server/share/dir/', 'a.csv'],
    ['git:/x/a.csv?%7B%22ref%22%3A%22~%2F%22%7D', 'git:/x/', 'a.csv'],
    ['untitled:Untitled-1', undefined, 'Untitled-1'],
    ['untitled:/x/a.csv', undefined, 'a.csv'],
  ])('has a folder and a name: %s', (uri, folder, name) => {
    expect(folderOf(uri)).toBe(folder);
    expect(fileNameOf(uri)).toBe(name);
  });

  it('of a folder is its own folder', () => {
    expect(folderOf('file:///x/y/')).toBe('file:///x/y/');
  });

  it.each([
    ['file:///c%3A/x/y/', ['file:///c%3A/x/', 'file:///c%3A/', 'file:///']],
    ['file://server/share/', ['file://server/']],
    ['vscode-vfs://github/a/', ['vscode-vfs://github/']],
  ])('has folders above it up to the root: %s', (folder, above) => {
    const found: string[] = [];
    for (let at = folderAbove(folder); at !== undefined; at = folderAbove(at)) found.push(at);
    expect(found).toEqual(above);
  });
});

describe('a path below a folder', () => {
  it.each([
    ['file:///x/', 'a.csv', 'file:///x/a.csv'],
    ['file:///c%3A/my%20jobs/', 'de/a (1) & ä#?.csv', 'file:///c%3A/my%20jobs/de/a%20%281%29%20%26%20%C3%A4%23%3F.csv'],
    ['file://server/share/', '100%.csv', 'file://server/share/100%25.csv'],
    ['vscode-vfs://github/', 'a.csv', 'vscode-vfs://github/a.csv'],
  ])('has a URI, and is found in it again: %s %s', (folder, path, uri) => {
    expect(uriBelow(folder, path)).toBe(uri);
    expect(pathBelow(folder, uri)).toBe(path);
  });

  it('is found whatever the URIs spell alike', () => {
    expect(pathBelow('file:///C:/jobs (1)/', 'file:///c%3A/jobs%20%281%29/a.csv')).toBe('a.csv');
  });

  it('is none outside of the folder, nor of the folder itself', () => {
    for (const uri of ['file:///x/', 'file:///xy/a.csv', 'file:///a.csv', 'file://server/x/a.csv', 'git:/x/a.csv', 'a'])
      expect(pathBelow('file:///x/', uri)).toBeUndefined();
  });
});

describe('a path', () => {
  it('has the URI that the editor has for it', () => {
    expect(fileUri('/x/a (1).csv')).toBe('file:///x/a%20%281%29.csv');
    expect(fileUri('//server/share/a.csv')).toBe('file://server/share/a.csv');
  });
});

describe('a map of URIs', () => {
  it('finds what another spelling has put there', () => {
    const map = new UriMap<number>();
    map.set('file:///C:/a(1).csv', 1);
    expect([map.get('file:///c%3A/a%281%29.csv'), map.has('file:///c:/a(1).csv'), [...map.values()]]).toEqual([
      1,
      true,
      [1],
    ]);
    map.delete('file:///c%3A/a%281%29.csv');
    expect(map.has('file:///C:/a(1).csv')).toBe(false);
  });
});
