/** RFC 9162, 2.1.3.2: whether a leaf and its path lead to the root of a tree of that size. */
export async function rootOf(leaf: Uint8Array, index: number, size: number, path: Uint8Array[]): Promise<Uint8Array | null> {
  if (index >= size) return null;
  let fn = index;
  let sn = size - 1;
  let root = leaf;
  for (const hash of path) {
    if (sn === 0) return null;
    if (fn % 2 === 1 || fn === sn) {
      root = await node(hash, root);
      while (fn % 2 === 0 && fn !== 0) {
        fn = Math.floor(fn / 2);
        sn = Math.floor(sn / 2);
      }
    } else {
      root = await node(root, hash);
    }
    fn = Math.floor(fn / 2);
    sn = Math.floor(sn / 2);
  }
  return sn === 0 ? root : null;
}

async function node(left: Uint8Array, right: Uint8Array): Promise<Uint8Array> {
  const bytes = new Uint8Array(1 + left.length + right.length);
  bytes[0] = 1;
  bytes.set(left, 1);
  bytes.set(right, 1 + left.length);
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}

interface Inclusion {
  leaf_index: number;
  leaf_hash: string;
  size: number;
  hashes: string[];
}

/** @param note the checkpoint: origin, size and root, each on a line */
export async function proves(inclusion: Inclusion, note: string): Promise<boolean> {
  const [, size, signedRoot] = note.split('\n');
  if (Number(size) !== inclusion.size || !signedRoot) return false;
  const root = await rootOf(bytes(inclusion.leaf_hash), inclusion.leaf_index, inclusion.size, inclusion.hashes.map(bytes));
  return root !== null && same(root, bytes(signedRoot));
}

function bytes(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
