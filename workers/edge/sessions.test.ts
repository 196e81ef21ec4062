import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { fileOf } from "./edge-home.ts";
import { Sessions } from "./sessions.ts";

function newHome(t: TestContext): string {
  const home = mkdtempSync(join(tmpdir(), "gallra-test-edge-"));
  t.after(() => rmSync(home, { recursive: true, force: true }));
  return home;
}

test("a file that is met before anything of it has come is counted in the session that it begins", (t) => {
  const sessions = new Sessions(newHome(t));
  sessions.add(3, "files", 1);
  const id = sessions.current(3);
  assert.deepEqual(
    sessions.untold().sessions.map((one) => [one.id, one.files]),
    [[id, 1]],
  );
});

test("what an edge refused is a session that names why, where nothing came besides, and keeps it to its end", (t) => {
  const sessions = new Sessions(newHome(t));
  sessions.add(3, "errors", 1);
  assert.deepEqual(sessions.untold().sessions, [], "a stranger alone is no session");
  sessions.tell(3, "files-compressed");
  sessions.add(3, "errors", 2);
  sessions.end(3, "done", null);
  const [told, ...more] = sessions.untold().sessions;
  assert.deepEqual([told?.errors, told?.outcome, told?.problem, more.length], [2, "done", "files-compressed", 0]);
});

test("an edge that is started again tells how what had ended went, and of what was open that it was interrupted", (t) => {
  const home = newHome(t);
  const sessions = new Sessions(home);
  const heard = sessions.current(1);
  const ended = sessions.current(2);
  const open = sessions.current(3);
  sessions.end(1, "done", null);
  sessions.untold().heard();
  sessions.add(2, "errors", 2);
  sessions.end(2, "failed", "read-failed");
  const again = new Sessions(home).untold();
  assert.deepEqual(
    again.sessions.map(({ id, errors, outcome, problem }) => [id, errors, outcome, problem]).toSorted(),
    [
      [ended, 2, "failed", "read-failed"],
      [open, 0, "interrupted", null],
    ].toSorted(),
  );
  assert.ok(!again.sessions.some(({ id }) => id === heard), "the portal knows how that one ended");
  again.heard();
  assert.deepEqual(new Sessions(home).untold().sessions, [], "once");
  writeFileSync(fileOf(home, "sessions.json"), "half");
  assert.deepEqual(new Sessions(home).untold().sessions, []);
});
