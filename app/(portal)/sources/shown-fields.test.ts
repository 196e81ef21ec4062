import assert from "node:assert/strict";
import { test } from "node:test";
import { TRANSPORTS } from "#server/sources/index.ts";
import { heldFirst, shownFields } from "./shown-fields.ts";

const poll = TRANSPORTS.find(({ id }) => id === "http-poll");
const defaults = new Map(poll?.fields.map(({ name, default: given }) => [name, String(given ?? "")]));
const shown = (given: Readonly<Record<string, string>>) => {
  const fields = shownFields(poll?.fields ?? [], (name) => given[name] ?? defaults.get(name) ?? "");
  const about = ["auth", "keyName", "user", "secret", "assertion", "privateKey", "tokenUrl", "tokenAuth", "scope"];
  return about.filter((name) => fields.some((field) => field.name === name)).join(" ");
};

test("an interface that is asked shows what its kind of sign-in needs, and nothing else", () => {
  for (const [given, expected] of [
    [{}, "auth"],
    [{ auth: "basic" }, "auth user secret"],
    [{ auth: "bearer" }, "auth secret"],
    [{ auth: "header" }, "auth keyName secret"],
    [{ auth: "oauth" }, "auth user secret tokenUrl tokenAuth scope"],
    [{ auth: "oauth-jwt" }, "auth user secret assertion tokenUrl scope"],
    [{ auth: "oauth-key" }, "auth user privateKey tokenUrl scope"],
    [{ auth: "jwt" }, "auth user privateKey"],
    [{ server: "twilio-calls" }, "user secret"],
    [{ server: "graph-pstn" }, "user secret tokenUrl"],
    [{ server: "ringcentral" }, "user secret assertion tokenUrl"],
  ] as const)
    assert.equal(shown(given), expected, JSON.stringify(given));
});

test("what was chosen of a field that is hidden now shows nothing", () => {
  assert.equal(shown({ server: "twilio-calls", auth: "oauth-jwt" }), "user secret");
});

test("every field hangs on one that stands before it", () => {
  for (const { id, fields } of TRANSPORTS)
    for (const [n, { name, when }] of fields.entries())
      for (const { field } of [when ?? []].flat())
        assert.ok(
          fields.slice(0, n).some((one) => one.name === field),
          `${id}.${name} hangs on ${field}`,
        );
});

test("what a box shows before anybody chose is what holds: the fields of a kind of database are there at once", () => {
  const fields = TRANSPORTS.find(({ id }) => id === "database")?.fields ?? [];
  const first = (name: string) => String(heldFirst(fields.find((field) => field.name === name)) ?? "");
  const names = shownFields(fields, first).map(({ name }) => name);
  assert.equal(first("engine"), "postgresql");
  assert.deepEqual(names.slice(0, 4), ["engine", "host", "port", "database"]);
  for (const { id, fields: all } of TRANSPORTS)
    for (const field of all)
      if (field.kind === "choice") assert.ok(field.values?.includes(String(heldFirst(field))), `${id}.${field.name}`);
});
