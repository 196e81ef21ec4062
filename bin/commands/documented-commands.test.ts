import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ALARM_KINDS } from "#server/watch/alarms/alarm.ts";
import type { Command } from "../command.ts";

const ROOT = join(import.meta.dirname, "../..");
/** What a shell or a database calls gallra too. */
const OTHERS = /^(login|in) /;

const names = readdirSync(import.meta.dirname).flatMap((file) => /^([a-z-]+)\.ts$/.exec(file)?.[1] ?? []);
const usages = new Map<string, string>();
for (const name of names) {
  const { command } = (await import(join(import.meta.dirname, `${name}.ts`))) as { command: Command };
  usages.set(name, command.usage);
}

test("every command, its verb and its options that a document names are those of the command line", () => {
  const named = documents().flatMap(({ path, text }) => commandsIn(text).map((line) => ({ path, line })));
  assert.ok(named.length > 250, `only ${named.length} were found`);
  assert.deepEqual(
    named.flatMap(({ path, line }) => faultsOf(line).map((fault) => `${path}: ${fault} in: ${line}`)),
    [],
  );
});

test("every command is in the document about the command line", () => {
  const text = readFileSync(join(ROOT, "docs/command-line.md"), "utf8");
  const missing = names.filter(
    (name) => !new RegExp(`^(\\| )?(.*, )?\`${name}\\b|\`${name} |gallra -- ${name} `, "m").test(text),
  );
  assert.deepEqual(missing, []);
});

test("every kind of alarm that a recipient can be told is explained", () => {
  const text = readFileSync(join(ROOT, "docs/alarms.md"), "utf8");
  assert.deepEqual(
    Object.keys(ALARM_KINDS).filter((kind) => !text.includes(`\`${kind}\``)),
    [],
  );
});

test("every variable of the environment that a document names is read", () => {
  const read = ["server/env.ts", "bin/start.mjs", ...filesOf("bin/supervise"), "app/_e2e/scene.ts"]
    .map((file) => readFileSync(join(ROOT, file), "utf8"))
    .join("\n");
  const named = documents().flatMap(({ path, text }) =>
    [...text.matchAll(/\bGALLRA_[A-Z_]+\b/g)].map(([name]) => ({ path, name })),
  );
  assert.ok(named.length > 10);
  assert.deepEqual(
    named.filter(({ name }) => !read.includes(name)),
    [],
  );
});

function documents() {
  const folders = ["", "docs", "docs/drivers", "docs/sources", "docs/sources/pbx"];
  return folders.flatMap((folder) =>
    filesOf(folder)
      // What was released once may be called otherwise today.
      .filter((path) => path.endsWith(".md") && path !== "CHANGELOG.md")
      .map((path) => ({ path, text: readFileSync(join(ROOT, path), "utf8") })),
  );
}

function filesOf(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(folder, entry.name));
}

/** `gallra source add ...` in a block or between quotes, and what a table of commands names without `gallra`. */
function commandsIn(text: string): string[] {
  const quoted = [...text.matchAll(/`([^`\n]+)`/g)].map((match) => match[1] ?? "");
  const typed = text.split("\n").filter((line) => /^ {4,}\S/.test(line));
  const behind = [...quoted, ...typed].flatMap((part) =>
    [...part.matchAll(/(?:npm run -s gallra --|(?<![./\w-])gallra) +([a-z].*)/g)].map((match) => match[1] ?? ""),
  );
  const bare = quoted.filter((part) => names.includes(part.split(" ")[0] ?? "") && part.includes(" "));
  return [...new Set([...behind, ...bare])].filter((line) => !OTHERS.test(line));
}

function faultsOf(line: string): string[] {
  const [name = "", verb = ""] = line.split(/\s+/);
  const usage = usages.get(name.replace(/[^a-z-]/g, ""));
  if (usage === undefined) return [`no command ${name}`];
  const known = new Set(usage.split(/[^a-z-]+/));
  const verbs = /^[a-z-]+(\/[a-z-]+)*$/.test(verb) ? verb.split("/") : [];
  const options = [...line.matchAll(/(?<![\w-])(--[a-z][a-z-]*)/g)].map((match) => match[1] ?? "");
  return [...verbs, ...options].filter((word) => word !== "--help" && !known.has(word));
}
