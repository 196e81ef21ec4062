import { hash } from "node:crypto";

/** Gives the first sixteen bytes of an HMAC as 32 hex digits: the width of a uuid column. */
export type Hasher = (text: string) => string;

/**
 * HMAC-SHA-256 (RFC 2104) from two one-shot hashes over prepared blocks: half the time of `createHmac`, which builds an
 * object a call. Texts are hashed as UTF-8. The key block stays in this closure.
 */
export function hasherOf(key: Buffer): Hasher {
  if (key.length !== 32) throw new RangeError("a lookup key has 32 bytes");
  const inner = Buffer.alloc(BLOCK + SHORT);
  const outer = Buffer.alloc(BLOCK + 32);
  for (let i = 0; i < BLOCK; i++) {
    inner[i] = (key[i] ?? 0) ^ 0x36;
    outer[i] = (key[i] ?? 0) ^ 0x5c;
  }
  return (text) => {
    // A UTF-16 unit becomes at most three bytes; what may not fit takes the roomy way.
    if (text.length * 3 > SHORT)
      return finish(outer, hash("sha256", Buffer.concat([inner.subarray(0, BLOCK), Buffer.from(text)]), "binary"));
    const length = inner.write(text, BLOCK, "utf8");
    return finish(outer, hash("sha256", inner.subarray(0, BLOCK + length), "binary"));
  };
}

const BLOCK = 64;
const SHORT = 384;

function finish(outer: Buffer, innerDigest: string): string {
  outer.write(innerDigest, BLOCK, "latin1");
  return hash("sha256", outer, "hex").slice(0, 32);
}
