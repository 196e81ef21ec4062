import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type TestContext, test } from "node:test";
import { scratch } from "../supervise/start-fixture.ts";
import { checkArrows } from "./arrows.ts";
import { checkDocuments } from "./documents.ts";
import { checkNames } from "./names.ts";

function tree(t: TestContext, files: Readonly<Record<string, string>>): string {
  const root = scratch(t);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

const EMPTY = Object.fromEntries(
  ["app/a.ts", "bench/a.ts", "bin/a.ts", "db/with-company.ts", "db/clients.ts", "workers/collector.ts", "proxy.ts"].map(
    (path) => [path, "export const a = 1;\n"],
  ),
);
const PACKAGE = {
  "package.json": JSON.stringify({ type: "module", imports: { "#db/*": "./db/*", "#server/*": "./server/*" } }),
};

test("an arrow that points the wrong way, a circle and a lost import are found", async (t) => {
  const root = tree(t, {
    ...EMPTY,
    ...PACKAGE,
    "server/drivers/reach.ts": 'import { b } from "../store/b.ts";\nexport const reach = b;\n',
    "server/store/b.ts": 'import { c } from "./c.ts";\nexport const b = c;\n',
    "server/store/c.ts": 'import { b } from "./b.ts";\nexport const c = () => b;\n',
    "server/domain/file.ts": 'import { readFileSync } from "node:fs";\nexport const file = readFileSync;\n',
    "server/privacy/open.ts":
      'import { a } from "#db/clients.ts";\nimport type { x } from "#db/clients.ts";\nexport const open: typeof x = a;\n',
    "server/api/seen.ts":
      'import { b } from "../store/b.ts";\nimport { gone } from "./gone.ts";\nexport const seen = [b, gone];\n',
  });
  const { problems } = await checkArrows(root);
  const found = problems.join("\n");
  assert.match(found, /server\/drivers\/reach\.ts must not import server\/store\/b\.ts \(room-drivers\)/);
  assert.match(found, /server\/store\/[bc]\.ts must not import .* \(no-circle\)/);
  assert.match(found, /server\/domain\/file\.ts must not import fs \(domain-and-drivers-touch-nothing\)/);
  assert.match(found, /server\/privacy\/open\.ts must not import db\/clients\.ts \(verbs-know-clients-by-type\)/);
  assert.match(found, /server\/api\/seen\.ts must not import server\/store\/b\.ts \(room-api\)/);
  assert.match(found, /server\/api\/seen\.ts must not import \.\/gone\.ts \(every-import-exists\)/);
  assert.match(found, /only \d+ modules were seen/);
});

test("a collector that can reach a key is found, however many modules lie between", async (t) => {
  const root = tree(t, {
    ...EMPTY,
    ...PACKAGE,
    "workers/collector.ts":
      'import { step } from "./collector/step.ts";\nimport type { Key } from "#server/keyring/key.ts";\nexport const collect: Key = step;\n',
    "workers/collector/step.ts": 'import { key } from "#server/keyring/key.ts";\nexport const step = key;\n',
    "server/keyring/key.ts": "export const key = 1;\nexport type Key = number;\n",
  });
  const { problems } = await checkArrows(root);
  assert.match(
    problems.join("\n"),
    /workers\/collector\.ts reaches server\/keyring\/key\.ts \(through workers\/collector\/step\.ts\)/,
  );
});

test("names that say nothing and files that are too long are found", (t) => {
  const root = tree(t, {
    "server/utils.ts": "",
    "server/store/helpers/a.ts": "",
    "server/store/longOne.ts": "a\n".repeat(301),
    "server/store/short.ts": "a\n".repeat(300),
  });
  const { problems } = checkNames(root);
  assert.equal(problems.length, 4, problems.join("\n"));
  assert.match(
    problems.join("\n"),
    /helpers\/a\.ts: a banned name[\s\S]*utils\.ts: a banned name[\s\S]*longOne\.ts: file names[\s\S]*longOne\.ts has 301 lines/,
  );
});

test("a path in a document that does not exist is found, and one that does is not", (t) => {
  const root = tree(t, {
    "server/store/here.ts": "",
    "docs/a.md":
      "See `server/store/here.ts`, `server/store/{here,gone}.ts`, `server/store/*`, [b](b.md) and [c](c.md#top), [d](https://d.example).\n",
    "docs/b.md": "# What is `b`, really?\n[here](#what-is-b-really) [a](a.md#gone) [nowhere](#lost)\n",
  });
  assert.deepEqual(checkDocuments(root).problems, [
    "docs/a.md names server/store/gone.ts, which does not exist",
    "docs/a.md names c.md, which does not exist",
    "docs/b.md names a.md#gone, which does not exist",
    "docs/b.md names #lost, which does not exist",
  ]);
});
