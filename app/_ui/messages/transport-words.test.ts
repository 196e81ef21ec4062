import assert from "node:assert/strict";
import { test } from "node:test";
import { TRANSPORTS } from "#server/sources/index.ts";
import { en } from "./en.ts";
import { sv } from "./sv.ts";

test("every way of a source, each of its fields and each of their choices has its words in both languages", () => {
  const keys = TRANSPORTS.flatMap(({ id, fields }) => [
    `transport.${id}`,
    ...fields.flatMap(({ name, values = [] }) => [
      `transport.${id}.${name}`,
      `transport.${id}.${name}.help`,
      // A number says itself.
      ...values.filter((value) => !/^\d+$/.test(value)).map((value) => `transport.${id}.${name}.${value}`),
    ]),
  ]);
  assert.ok(keys.length > 5);
  const missing = (catalogue: object) =>
    keys.filter((key) => !Object.hasOwn(catalogue, key) || String(Reflect.get(catalogue, key)).trim() === "");
  assert.deepEqual(missing(en), []);
  assert.deepEqual(missing(sv), []);
});

test("a field that hangs on another one hangs on one that is there, and on a value that it has", () => {
  for (const { id, fields } of TRANSPORTS)
    for (const { name, when } of fields) {
      for (const { field: asked, is } of [when ?? []].flat()) {
        const of = fields.find((field) => field.name === asked);
        assert.ok(of !== undefined, `${id}.${name} hangs on ${asked}`);
        const values = of.kind === "switch" ? ["true", "false"] : of.values;
        for (const value of is) assert.ok(values?.includes(value) ?? true, `${id}.${name}: ${asked} is ${value}`);
      }
    }
});

test("a field that means the same has the same name at every way that has it", () => {
  for (const name of [
    "address",
    "port",
    "senders",
    "host",
    "pattern",
    "folder",
    "restSeconds",
    "signIn",
    "maximumMegabytes",
  ]) {
    const ids = TRANSPORTS.filter(({ fields }) => fields.some((field) => field.name === name)).map(({ id }) => id);
    assert.ok(ids.length > 1, name);
    for (const words of [en, sv]) {
      const told = new Set(ids.map((id) => String(Reflect.get(words, `transport.${id}.${name}`))));
      assert.equal(told.size, 1, `${name}: ${[...told].join(", ")}`);
    }
  }
});
