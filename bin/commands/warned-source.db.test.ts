import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { createConnection } from "node:net";
import { join } from "node:path";
import { test } from "node:test";
import { openTestDatabase } from "#db/testing/database.ts";
import { freePort } from "#db/testing/free-port.ts";
import { createSecrets } from "#server/keyring/index.ts";
import { sayHere } from "../command-line-fixture.ts";

test("a source that refused a stranger runs, is listed with a warning and no problem, and is collected with exit code 0", async (t) => {
  const db = await openTestDatabase(t);
  await createSecrets(db.home);
  await writeFile(join(db.home, "secrets", "collector.key"), "c".repeat(43));
  const before = process.env["GALLRA_HOME"];
  process.env["GALLRA_HOME"] = db.home;
  t.after(() => {
    if (before === undefined) delete process.env["GALLRA_HOME"];
    else process.env["GALLRA_HOME"] = before;
  });
  const port = await freePort();
  const of = ["--company", "prov"];
  const gallra = async (...args: string[]) => {
    const { code, stdout, stderr } = await sayHere(args);
    const [first = "{}"] = stdout.split("\n");
    return { code, out: JSON.parse(first || "{}") as Record<string, unknown>, err: stderr };
  };
  const settings = ["mode=listen", "address=127.0.0.1", `port=${port}`, "senders=127.0.0.1"];
  const add = ["source", "add", ...of, "--driver", "avaya-cm-cdr", "--transport", "tcp"];
  for (const args of [
    ["company", "add", "--slug", "prov", "--name", "Prov AB"],
    ["permit", "port", ...of, `127.0.0.1:${port}`],
    [...add, ...settings.flatMap((one) => ["--set", one]), "--start", "--without-ssn"],
  ]) {
    const { code, err } = await gallra(...args);
    assert.equal(code, 0, err);
  }
  const knocking = setInterval(() => knock(port), 5);
  t.after(() => clearInterval(knocking));
  let collected = await gallra("collect", "--once", ...of);
  // Whoever knocks may come too late for a pass of a moment.
  for (let n = 0; n < 20 && collected.out["warning"] === null; n++)
    collected = await gallra("collect", "--once", ...of);
  const { problem, warning } = collected.out;
  assert.deepEqual([collected.code, problem, warning], [0, null, "sender-unknown"], collected.err);
  assert.match(collected.err, /1: warning: Somebody whom no source names/);

  const listed = await gallra("source", "list", ...of);
  const shown = ["state", "problem", "warning"].map((fact) => listed.out[fact]);
  assert.deepEqual(shown, ["running", null, "sender-unknown"]);
  assert.match(listed.err, /^1: warning: Somebody whom no source names/);
});

/** From an address of this machine that nobody awaits. */
function knock(port: number): void {
  const socket = createConnection({ host: "127.0.0.1", port, localAddress: "127.0.0.2" });
  socket.on("error", () => undefined);
  socket.resume();
}
