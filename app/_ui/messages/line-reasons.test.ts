import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { parseSync } from "@swc/core";
import { filesBelow } from "#bin/checks/tree.ts";
import { translate } from "../sentences.ts";
import { lineReasons } from "./sv/server/line-reasons.ts";
import { SERVER_SENTENCES } from "./sv/server.ts";

const ROOT = resolve(import.meta.dirname, "..", "..", "..");
/** As the conformance suite holds every driver to: a code and words. Ingest writes words alone. */
const OF_A_DRIVER = /^(?:[a-z-]+|\{1\}): [a-zA-Z0-9{}][a-zA-Z0-9{} ,-]*$/;
const OF_INGEST = /^[a-z]+(?: [a-z0-9]+)+$/;
/** Moments that a layout may be told by: what its reasons begin with. */
const MOMENTS = ["start", "answer", "end"];

test("every reason for which a line is undefined has a Swedish sentence, and no Swedish sentence is left over", () => {
  const reasons = new Map([...reasonsIn("server/drivers", OF_A_DRIVER), ...reasonsIn("server/ingest", OF_INGEST)]);
  assert.ok(reasons.size > 120, `only ${reasons.size} reasons were found: the source is not read as it is written`);
  const missing = [...reasons].filter(([reason]) => {
    const said = translate(reason, SERVER_SENTENCES);
    return said === null || said === reason;
  });
  assert.deepEqual(missing, []);
  const written = [...reasons.keys()];
  const unused = Object.keys(lineReasons).filter((key) => !written.some((reason) => fits(reason, key)));
  assert.deepEqual(unused, []);
});

test("figures of a reason stand in the Swedish one", () => {
  const said = (reason: string) => translate(reason, SERVER_SENTENCES);
  assert.equal(said("columns: 9 where 17 are expected"), "kolumner: 9 där 17 väntas");
  assert.equal(said("columns: 9 where 30 to 37 are expected"), "kolumner: 9 där 30 till 37 väntas");
  assert.equal(said("columns: 9 where 23 or more are expected"), "kolumner: 9 där minst 23 väntas");
  assert.equal(said("columns: 2, fewer than a call has"), "kolumner: 2, färre än ett samtal har");
});

function fits(reason: string, key: string): boolean {
  return reason === key || translate(reason, { [key]: key }) !== null;
}

/** Every text of that form in the room's source, with the file that says it. */
function reasonsIn(room: string, form: RegExp): Map<string, string> {
  const found = new Map<string, string>();
  const files = filesBelow(ROOT, room).filter(
    (file) => file.endsWith(".ts") && !/\.test\.ts$|-fixture\.ts$|specimens|\/testing\/|\/read-layout\.ts$/.test(file),
  );
  for (const file of files) {
    for (const text of textsIn(parseSync(readFileSync(join(ROOT, file), "utf8"), { syntax: "typescript" }))) {
      if (!form.test(text)) continue;
      if (text.startsWith("{1}")) for (const moment of MOMENTS) found.set(text.replace("{1}", moment), file);
      else found.set(text, file);
    }
  }
  return found;
}

type Node = Readonly<Record<string, unknown>>;

function textsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (typeof value !== "object" || value === null) return [];
  const node = value as Node;
  if (node["type"] === "ImportDeclaration" || node["type"] === "TsLiteralType") return [];
  // What is thrown where something cannot happen stands beside no line.
  const thrown = node["type"] === "NewExpression" && /Error$/.test(String((node["callee"] as Node)["value"]));
  if (thrown) return [];
  if (node["type"] === "StringLiteral") return [String(node["value"])];
  const own = node["type"] === "TemplateLiteral" ? [templateOf(node["quasis"])] : [];
  return [...own, ...Object.values(node).flatMap(textsIn)];
}

function templateOf(quasis: unknown): string {
  const parts = Array.isArray(quasis) ? quasis : [];
  return parts.map((part: Node, at) => (at === 0 ? "" : `{${at}}`) + String(part["cooked"] ?? part["raw"])).join("");
}
