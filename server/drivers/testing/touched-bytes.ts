import type { TestContext } from "node:test";

/** Counts the bytes that are searched and copied from now on to the end of the test. */
export function touchedBytes(t: TestContext): { searched: number; copied: number } {
  const touched = { searched: 0, copied: 0 };
  const { indexOf } = Buffer.prototype;
  t.mock.method(Buffer.prototype, "indexOf", function (this: Buffer, what: string | number, from = 0) {
    const found = indexOf.call(this, what, from);
    touched.searched += (found < 0 ? this.length : found) - from;
    return found;
  });
  const { set } = Uint8Array.prototype;
  t.mock.method(Uint8Array.prototype, "set", function (this: Uint8Array, from: ArrayLike<number>, at = 0) {
    touched.copied += from.length;
    set.call(this, from, at);
  });
  const { concat } = Buffer;
  t.mock.method(Buffer, "concat", (parts: readonly Uint8Array[]) => {
    for (const part of parts) touched.copied += part.length;
    return concat(parts);
  });
  return touched;
}
