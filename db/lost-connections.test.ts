import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";

const MODULE = JSON.stringify(join(import.meta.dirname, "lost-connections.ts"));

function endOf(code: string): { status: number | null; said: string } {
  const script = `import { outliveLostConnections } from ${MODULE};
    outliveLostConnections();
    Promise.reject(Object.assign(new Error("told"), { code: ${JSON.stringify(code)} }));
    setTimeout(() => process.stdout.write("alive"), 100);`;
  const { status, stdout } = spawnSync(process.execPath, ["--input-type=module", "--eval", script], {
    encoding: "utf8",
    timeout: 20_000,
  });
  return { status, said: stdout };
}

test("a connection that is lost where nobody waits for it ends no process, any other error does", () => {
  for (const code of ["57P01", "53300", "CONNECTION_CLOSED"])
    assert.deepEqual(endOf(code), { status: 0, said: "alive" }, code);
  assert.deepEqual(endOf("23505"), { status: 1, said: "" });
});
