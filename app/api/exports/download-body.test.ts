import assert from "node:assert/strict";
import { test } from "node:test";
import { POST } from "./[id]/route.ts";

test("a stranger's endless body to a download is refused before anything is looked up", async () => {
  const request = new Request("https://portal.test/api/exports/x", { method: "POST", body: Buffer.alloc(100_000) });
  const answer = await POST(request, { params: Promise.resolve({ id: "x" }) });
  assert.equal(answer.status, 413);
});
