import assert from "node:assert/strict";
import { test } from "node:test";
import { readCanonical, readIdentifier, writeIdentifier } from "./forms.ts";

const none = { digits: null, national: null, last8: null, elsewhere: null };

test("every identifier comes back with the forms it is found by, whatever characters it has", () => {
  const cases = [
    { canonical: "+46701740605", forms: { digits: null, national: "0701740605", last8: "01740605", elsewhere: null } },
    {
      canonical: "+468465004",
      forms: { digits: "00468465004", national: "08465004", last8: "68465004", elsewhere: "08465004" },
    },
    { canonical: "112233", forms: { ...none, last8: "112233" } },
    { canonical: "19811228-9874", forms: none },
    { canonical: "Åsa \u0001\u001f=\u001f Öberg", forms: none },
    { canonical: "\u0001begins with the mark", forms: none },
    { canonical: "\u0001\u001f\u001f", forms: { ...none, digits: "1" } },
    { canonical: "", forms: none },
  ];
  for (const one of cases) {
    const plain = writeIdentifier(one.canonical, one.forms);
    assert.deepEqual(readIdentifier(plain), one);
    assert.equal(readCanonical(plain), one.canonical);
  }
});

test("what an earlier release sealed, the canonical form alone, is read as such; half a value is refused", () => {
  assert.deepEqual(readIdentifier(Buffer.from("+46701740605")), { canonical: "+46701740605", forms: none });
  assert.throws(() => readIdentifier(Buffer.from("\u0001\u001fa\u001f")), RangeError);
});
