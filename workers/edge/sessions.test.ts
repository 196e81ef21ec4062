import assert from "node:assert/strict";
import { test } from "node:test";
import { Sessions } from "./sessions.ts";

test("a file that is met before anything of it has come is counted in the session that it begins", () => {
  const sessions = new Sessions();
  sessions.add(3, "files", 1);
  const id = sessions.current(3);
  assert.deepEqual(
    sessions.untold().sessions.map((one) => [one.id, one.files]),
    [[id, 1]],
  );
});

test("what an edge refused is a session that names why, where nothing came besides, and keeps it to its end", () => {
  const sessions = new Sessions();
  sessions.add(3, "errors", 1);
  assert.deepEqual(sessions.untold().sessions, [], "a stranger alone is no session");
  sessions.tell(3, "files-compressed");
  sessions.add(3, "errors", 2);
  sessions.end(3, "done", null);
  const [told, ...more] = sessions.untold().sessions;
  assert.deepEqual([told?.errors, told?.outcome, told?.problem, more.length], [2, "done", "files-compressed", 0]);
});
