import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeSingleByte, encodeSingleByte, SINGLE_BYTE_CHARSETS } from "./charsets.ts";

test("every byte of every character set comes back as it was", () => {
  const all = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
  for (const charset of SINGLE_BYTE_CHARSETS) {
    const text = decodeSingleByte(all, charset);
    assert.equal(text.length, 256, charset);
    assert.equal(new Set(text).size, 256, `${charset} has each character once`);
    assert.deepEqual(encodeSingleByte(text, charset), all, charset);
  }
});

test("Swedish letters stand where each set has them", () => {
  const places: Record<string, string> = {
    "iso-8859-1": "e5e4f6c5c4d6",
    "iso-8859-15": "e5e4f6c5c4d6",
    "windows-1252": "e5e4f6c5c4d6",
    cp437: "8684948f8e99",
    cp850: "8684948f8e99",
  };
  for (const charset of SINGLE_BYTE_CHARSETS) {
    assert.equal(encodeSingleByte("åäöÅÄÖ", charset)?.toString("hex"), places[charset], charset);
  }
  assert.equal(decodeSingleByte(Buffer.from([0xa4]), "iso-8859-15"), "€");
  assert.equal(decodeSingleByte(Buffer.from([0x80, 0x93]), "windows-1252"), "€“");
  assert.equal(decodeSingleByte(Buffer.from([0x9b, 0xe1, 0xf8]), "cp437"), "¢ß°");
  assert.equal(decodeSingleByte(Buffer.from([0x9b, 0x9d, 0xd0]), "cp850"), "øØð");
  assert.equal(encodeSingleByte("Łukasz", "cp850"), null);
});
