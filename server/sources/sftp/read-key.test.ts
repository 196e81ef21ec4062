import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { readKey } from "./read-key.ts";

const PASSPHRASE = "lingon och messmör";
const isHere = spawnSync("ssh-keygen", ["-?"]).error === undefined;
const skip = isHere ? false : "not installed: ssh-keygen";

function made(t: TestContext, kind: string, rounds: number) {
  const folder = mkdtempSync(join(tmpdir(), "gallra-key-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "id");
  const done = spawnSync("ssh-keygen", ["-q", "-t", kind, "-a", `${rounds}`, "-N", PASSPHRASE, "-f", path]);
  assert.equal(done.status, 0, done.stderr.toString());
  const open = readFileSync(`${path}.pub`, "utf8").split(" ")[1];
  return { privateKey: readFileSync(path, "utf8"), open };
}

test("a key with a passphrase is opened beside everything else, whatever its kind", { skip }, async (t) => {
  for (const kind of ["ed25519", "ecdsa", "rsa"]) {
    const { privateKey, open } = made(t, kind, 2);
    const key = await readKey({ privateKey, passphrase: PASSPHRASE });
    assert.equal(key.getPublicSSH().toString("base64"), open, kind);
    const data = Buffer.from("signed");
    assert.equal(key.verify(data, key.sign(data)), true, kind);
    await assert.rejects(readKey({ privateKey, passphrase: "another" }), { problem: "no-credentials" });
    await assert.rejects(readKey({ privateKey }), { problem: "no-credentials" });
  }
});

test("a key whose passphrase would take the machine for hours is refused at once, and no other holds it up", {
  skip,
}, async (t) => {
  const { privateKey } = made(t, "ed25519", 16);
  const [head = "", ...lines] = privateKey.trim().split("\n");
  const bytes = Buffer.from(lines.slice(0, -1).join(""), "base64");
  // Behind the salt of sixteen bytes.
  const at = bytes.indexOf(Buffer.from([0, 0, 0, 0x18, 0, 0, 0, 0x10])) + 8 + 16;
  assert.equal(bytes.readUInt32BE(at), 16);
  bytes.writeUInt32BE(4_000_000_000, at);
  const slow = [head, bytes.toString("base64"), lines.at(-1), ""].join("\n");
  await assert.rejects(readKey({ privateKey: slow, passphrase: PASSPHRASE }), { problem: "no-credentials" });

  let longest = 0;
  let last = performance.now();
  const beating = setInterval(() => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }, 10);
  t.after(() => clearInterval(beating));
  const begun = performance.now();
  await readKey({ privateKey, passphrase: PASSPHRASE });
  const took = performance.now() - begun;
  assert.ok(longest < took / 2, `${longest} ms of ${took} without a turn of the others`);
});
