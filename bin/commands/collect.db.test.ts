import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { appendFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { sayHere } from "../command-line-fixture.ts";
import { openTestDatabase, type TestDatabase } from "#db/testing/database.ts";
import { createSecrets } from "#server/keyring/index.ts";

const LINE =
  '"","0701740605","3000","from-trunk","""X"" <0701740605>","SIP/a-1","SIP/3000-1","Dial","SIP/3000","2026-06-01 10:00:00","2026-06-01 10:00:05","2026-06-01 10:01:05",65,60,"ANSWERED","DOCUMENTATION","1780300000.1",""';

test("from an empty installation to stored calls on the command line alone", async (t) => {
  const { gallra, apart, db, folder } = await openHome(t);
  assert.equal((await apart(["company", "add", "--slug", "prov", "--name", "Prov AB"])).code, 0);
  const added = await gallra(
    [
      "user",
      "add",
      "--email",
      "anna@prov.example",
      "--profile",
      "company-administrator",
      "--company",
      "prov",
      "--password",
      "-",
    ],
    "tre gula hattar 41",
  );
  assert.equal(added.code, 0, added.err);
  assert.equal((await apart(["sign-in", "--as", "anna@prov.example"], "fel losen ord 41 x")).code, 1);
  const signedIn = await apart(["sign-in", "--as", "anna@prov.example"], "tre gula hattar 41\n");
  assert.equal(signedIn.code, 0, signedIn.err);
  await writeFile(join(folder, "Master.csv"), `${LINE}\nrubbish\n`);

  const refused = await apart([...addSource(folder), "--as", "anna@prov.example"]);
  assert.equal(refused.code, 1, "a person may not let sources read any folder of the machine");
  assert.match(refused.err, /may not read this folder/);
  const source = await apart([...addSource(folder), "--name", "Växeln"]);
  assert.deepEqual([source.code, source.out[0]?.["sourceId"], source.out[0]?.["state"]], [0, 1, "stopped"], source.err);

  const tested = await gallra(["source", "test", "--company", "prov", "--source", "1"]);
  assert.deepEqual(
    [tested.out[0]?.["files"], tested.out[0]?.["records"], tested.out[0]?.["frames"]],
    [1, 1, 2],
    tested.err,
  );
  assert.ok(!tested.text.includes("0701740"), "a reseller sees no number");
  assert.equal((await gallra(["source", "start", "--company", "prov", "--source", "1"])).code, 0);

  const collected = await apart(["collect", "--once"]);
  assert.equal(collected.code, 0, collected.err);
  assert.match(collected.err, /records=1 duplicates=0 undefined=1/);
  await appendFile(join(folder, "Master.csv"), LINE.replace("10:00:00", "11:00:00"));
  const again = await gallra(["collect", "--once", "--company", "prov"]);
  assert.match(again.err, /records=1 duplicates=0 undefined=0/);
  const [row] = await db.data("owner")`select count(*)::int as n from data.transfer_session`;
  assert.ok(row !== undefined);

  const acc = (call: string, method: string, at: number) =>
    `ACC: transaction answered: timestamp=${at};method=${method};from_tag=a;to_tag=b;call_id=${call};code=200;reason=OK\n`;
  const log = join(folder, "acc.log");
  await writeFile(
    log,
    acc("1", "INVITE", 1_772_439_300) + acc("1", "BYE", 1_772_439_342) + acc("2", "INVITE", 1_772_439_400),
  );
  const add = ["source", "add", "--company", "prov", "--driver", "kamailio-acc", "--path", log];
  assert.equal((await gallra(add)).code, 0);
  const tried = (await gallra(["source", "test", "--company", "prov", "--source", "2"])).out[0];
  assert.deepEqual([tried?.["records"], tried?.["frames"]], [2, 3], "calls, not their parts");
  const parts = (await gallra(["collect", "--once", "--company", "prov", "--source", "2"])).err;
  assert.match(parts, /records=1 duplicates=0 undefined=0\n.*1 part of a call waits for the rest/s);

  assert.equal((await gallra(["source", "stop", "--company", "prov", "--source", "1"])).code, 0);
  assert.match((await gallra(["collect", "--once"])).err, /1 stopped sources are left out/);
  const listed = await gallra(["source", "list", "--company", "prov", "--as", "anna@prov.example"]);
  assert.deepEqual([listed.out[0]?.["name"], listed.out[0]?.["state"]], ["Växeln", "stopped"], listed.err);
  assert.equal((await apart(["sign-out", "--as", "anna@prov.example"])).code, 0);
  assert.equal((await gallra(["source", "list", "--company", "prov", "--as", "anna@prov.example"])).code, 1);
  assert.equal((await gallra(["source", "remove", "--company", "prov", "--source", "1"])).code, 0);
  const rest = await gallra(["source", "list", "--company", "prov"]);
  assert.deepEqual(
    rest.out.map((source) => source["sourceId"]),
    [2],
  );
});

test("wrong usage ends with 2, a refusal with 1 and a sentence", async (t) => {
  const { gallra, apart } = await openHome(t);
  assert.equal((await gallra(["source", "add", "--company", "x"])).code, 2);
  assert.equal((await apart(["collect"])).code, 2);
  assert.equal((await gallra(["source", "list"])).code, 2);
  const unknown = await apart(["source", "list", "--company", "x"]);
  assert.deepEqual([unknown.code, unknown.err], [1, "There is no such company. Run: gallra company list\n"]);
});

test("what sources may touch is said on the machine alone, and a source starts with identity numbers justified or left", async (t) => {
  const { gallra, folder } = await openHome(t);
  const of = ["--company", "prov"];
  assert.equal((await gallra(["company", "add", "--slug", "prov", "--name", "Prov AB"])).code, 0);
  const listed = async () => (await gallra(["permit", "list", ...of])).out.map(({ kind, value }) => `${kind} ${value}`);
  for (const [kind, value] of [
    ["network", "10.20.0.0/16"],
    ["port", "0.0.0.0:5140-5149"],
    ["port", "/dev/ttyS0"],
    ["folder", folder],
  ] as const)
    assert.equal((await gallra(["permit", kind, ...of, value])).code, 0, value);
  assert.deepEqual((await listed()).slice(0, 3), ["network 10.20.0.0/16", "port 0.0.0.0:5140-5149", "port /dev/ttyS0"]);
  assert.equal((await gallra(["permit", "remove", ...of, "port", "/dev/ttyS0"])).code, 0);
  assert.equal((await gallra(["permit", "remove", ...of, "port", "/dev/ttyS0"])).code, 1);
  assert.equal((await gallra(["permit", "port", ...of, "5140"])).code, 2);
  assert.equal((await gallra(["permit", "network", ...of, "everything"])).code, 1);
  assert.ok(!(await listed()).includes("port /dev/ttyS0"));

  const add = ["source", "add", ...of, "--driver", "flexi-tid", "--transport", "shared-file"];
  assert.match((await gallra([...add, "--set", "host=a"])).err, /no setting host of shared-file/);
  assert.match((await gallra([...add, "--set", `path=${folder}`, "--secret", "password"], "x")).err, /no credentials/);
  const refused = await gallra([...add, "--set", `path=${folder}`, "--start"]);
  assert.match(refused.err, /personal identity numbers/);
  const begun = await gallra([...add, "--set", `path=${folder}`, "--start", "--without-ssn"]);
  assert.deepEqual([begun.out[0]?.["sourceId"], begun.out[0]?.["state"]], [1, "running"], begun.err);
  const tested = await gallra(["source", "test", ...of, "--source", "1"]);
  assert.deepEqual([tested.code, tested.out[0]?.["files"]], [0, 0], tested.err);
});

function addSource(folder: string): string[] {
  return [
    "source",
    "add",
    "--company",
    "prov",
    "--driver",
    "asterisk-cdr-csv",
    "--path",
    folder,
    "--rest-seconds",
    "0.2",
  ];
}

interface Answer {
  readonly code: number;
  readonly out: Record<string, unknown>[];
  readonly text: string;
  readonly err: string;
}

async function openHome(t: TestContext) {
  const db: TestDatabase = await openTestDatabase(t);
  await createSecrets(db.home);
  await writeFile(join(db.home, "secrets", "collector.key"), "c".repeat(43));
  await writeFile(join(db.home, "secrets", "auth.secret"), "a".repeat(43));
  const folder = await mkdtemp(join(tmpdir(), "gallra-pbx-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const before = process.env["GALLRA_HOME"];
  process.env["GALLRA_HOME"] = db.home;
  t.after(() => {
    if (before === undefined) delete process.env["GALLRA_HOME"];
    else process.env["GALLRA_HOME"] = before;
  });
  return { db, folder, gallra: here, apart: (args: string[], input?: string) => apart(db.home, args, input) };
}

async function here(args: string[], input?: string): Promise<Answer> {
  const { code, stdout, stderr } = await sayHere(args, input);
  return answerOf(code, stdout, stderr);
}

/** The same in a process of its own, as a person has it. */
function apart(home: string, args: string[], input = ""): Promise<Answer> {
  const { PATH, NODE_COMPILE_CACHE } = process.env;
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(import.meta.dirname, "..", "gallra.ts"), ...args], {
      env: { PATH, NODE_COMPILE_CACHE, GALLRA_HOME: home, NODE_ENV: "production" },
    });
    let text = "";
    let err = "";
    child.stdout.on("data", (chunk: Buffer) => (text += chunk));
    child.stderr.on("data", (chunk: Buffer) => (err += chunk));
    child.once("error", reject);
    child.once("close", (code) => resolve(answerOf(code ?? -1, text, err)));
    child.stdin.end(input);
  });
}

function answerOf(code: number, text: string, err: string): Answer {
  const lines = text.split("\n").filter(Boolean);
  return { code, out: lines.map((line) => JSON.parse(line) as Record<string, unknown>), text, err };
}
