import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";
import { refusedInput } from "./refused-input.ts";

test("what a schema refuses is told by its field and never by what was typed", () => {
  const { error } = z
    .object({ wish: z.object({ reason: z.string().min(40) }) })
    .safeParse({ wish: { reason: "0701740605" } });
  assert.ok(error);
  const { code, message, field } = refusedInput(error);
  assert.deepEqual([code, message, field], ["bad-input", 'The field "wish.reason" cannot be used as it is.', "reason"]);
});
