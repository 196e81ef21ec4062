import assert from "node:assert/strict";
import { test } from "node:test";
import { seededRandom } from "../../domain/seeded-random.ts";
import { mutate } from "../testing/mutation.ts";
import { readJsonObject } from "./json.ts";

test("flat objects read as JSON.parse reads them, and every value stands where it is said to", () => {
  const random = seededRandom(9);
  const values = ["", "a", 'quote " and \\', "å\u2028\n", "0701740605", 7, -1.5, true, false, null];
  for (let round = 0; round < 2_000; round++) {
    const entries = Array.from({ length: Math.floor(random() * 6) }, (_, i) => [
      `key${i}`,
      values[Math.floor(random() * values.length)],
    ]);
    const text = Buffer.from(
      JSON.stringify(Object.fromEntries(entries), null, random() < 0.5 ? undefined : "\t").replaceAll("\n", " "),
    ).toString("latin1");
    const fields = readJsonObject(text, 0, text.length);
    assert.ok(fields !== null, text);
    for (const [key, value] of entries) {
      const field = fields.get(String(key));
      const raw: string | undefined =
        field === undefined ? undefined : Buffer.from(text.slice(field.start, field.end), "latin1").toString();
      if (value === "" || value === null) assert.equal(field, undefined);
      else
        assert.equal(
          typeof value === "string" ? JSON.parse(`"${raw}"`) : raw,
          typeof value === "string" ? value : String(value),
        );
    }
  }
});

test("what JSON.parse refuses is refused, and so are nested values and names that come twice", () => {
  const random = seededRandom(10);
  const whole = Buffer.from('{"date":"2026-03-02 08:20:00.000","phone":"+46701740605","n":120,"x":"\\u00e5"}');
  for (let round = 0; round < 5_000; round++) {
    const text = mutate(whole, random).toString("latin1");
    if (!text.startsWith("{") || readJsonObject(text, 0, text.length) === null) continue;
    // Control characters inside a string are the one thing taken that JSON forbids: the driver refuses binary lines before.
    assert.doesNotThrow(() => JSON.parse(text.replaceAll(/[\u0000-\u001f]/g, " ")), text);
  }
  for (const text of [
    '{"a":[1]}',
    '{"a":{"b":1}}',
    '{"a":1,"A":2}',
    '{"a":1,}',
    '{"a" 1}',
    "{",
    '{"a":01}',
    '{"a":tru}',
    '{"a":1}x',
    "{}{}",
  ]) {
    assert.equal(readJsonObject(text, 0, text.length), null, text);
  }
});
