import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { proves } from './merkle';

const sha = (...parts: Uint8Array[]) => new Uint8Array(createHash('sha256').update(Buffer.concat(parts)).digest());
const leaves = (size: number) => Array.from({ length: size }, (_, i) => sha(Uint8Array.of(0), Buffer.from(`event ${i}`)));
const node = (left: Uint8Array, right: Uint8Array) => sha(Uint8Array.of(1), left, right);
const split = (size: number) => 2 ** (Math.ceil(Math.log2(size)) - 1);

// RFC 6962, 2.1 and 2.1.1, written down as they define it
const root = (list: Uint8Array[]): Uint8Array =>
  list.length === 1 ? list[0]! : node(root(list.slice(0, split(list.length))), root(list.slice(split(list.length))));
function path(index: number, list: Uint8Array[]): Uint8Array[] {
  if (list.length === 1) return [];
  const k = split(list.length);
  return index < k ? [...path(index, list.slice(0, k)), root(list.slice(k))] : [...path(index - k, list.slice(k)), root(list.slice(0, k))];
}
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');

it('follows every leaf of every small tree to its root', async () => {
  for (let size = 1; size <= 17; size++) {
    const list = leaves(size);
    const note = `signalbox/x\n${size}\n${base64(root(list))}\n\n— sig`;
    for (let index = 0; index < size; index++) {
      const inclusion = { leaf_index: index, leaf_hash: base64(list[index]!), size, hashes: path(index, list).map(base64) };
      expect(await proves(inclusion, note)).toBe(true);
      expect(await proves({ ...inclusion, leaf_hash: base64(sha(Buffer.from('forged'))) }, note)).toBe(false);
      expect(await proves({ ...inclusion, hashes: [...inclusion.hashes, base64(list[0]!)] }, note)).toBe(false);
      expect(await proves({ ...inclusion, size: size + 1 }, note)).toBe(false);
    }
  }
});
