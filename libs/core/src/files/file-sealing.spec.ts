import { TenantVault } from '#platform/vault';
import { openChunk, openManifest, sealChunk, sealManifest } from './file-sealing.js';

const vault = new TenantVault(1, [{ id: 1, key: Buffer.alloc(32, 1) }]);
const other = new TenantVault(2, [{ id: 1, key: Buffer.alloc(32, 1) }]);
const manifest = { contentId: 5, chunks: 2, size: 3, digest: 'd' };
const first = sealChunk(vault, 5, 1, false, Buffer.from('ab'));
const last = sealChunk(vault, 5, 2, true, Buffer.from('c'));

describe('the parts of a content', () => {
  it('open at their places', () => {
    expect(openChunk(vault, manifest, 1, first).toString()).toBe('ab');
    expect(openChunk(vault, manifest, 2, last).toString()).toBe('c');
  });

  it.each([
    ['swapped', () => openChunk(vault, manifest, 2, first)],
    ['cut off behind the first', () => openChunk(vault, { ...manifest, chunks: 1 }, 1, first)],
    ['followed by more', () => openChunk(vault, { ...manifest, chunks: 3 }, 2, last)],
    ['of another content', () => openChunk(vault, { ...manifest, contentId: 6 }, 1, first)],
    ['of another tenant', () => openChunk(other, manifest, 1, first)],
    ['changed', () => openChunk(vault, manifest, 1, Buffer.concat([first.subarray(0, -1), Buffer.of(0)]))],
  ])('do not open when they are %s', (_, open) => {
    expect(open).toThrow(expect.objectContaining({ code: 'secret_unreadable' }));
  });
});

describe('a manifest', () => {
  const sealed = sealManifest(vault, 7, 2, manifest);

  it('opens for its version of its file alone', () => {
    expect(openManifest(vault, { id: 7, version: 2, manifest: sealed })).toEqual(manifest);
    for (const [id, version] of [
      [7, 1],
      [8, 2],
    ] as const)
      expect(() => openManifest(vault, { id, version, manifest: sealed })).toThrow();
  });
});
