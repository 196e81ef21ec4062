import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";
import { TRPCError } from "@trpc/server";
import { AppError } from "../domain/app-error.ts";
import { shownError, statusOf } from "./shown-error.ts";

const NUMBER = "0701740605";

test("what nobody expected shows no word of itself, and the log learns only class and code", () => {
  const query = Object.assign(
    new Error(`Failed query: select ... params: ${NUMBER}`, {
      cause: Object.assign(new Error(NUMBER), { code: "57014" }),
    }),
  );
  const shown = shownError(new TRPCError({ code: "INTERNAL_SERVER_ERROR", message: NUMBER, cause: query }));
  assert.equal(shown.code, "internal");
  assert.equal(shown.expected, false);
  assert.ok(!JSON.stringify(shown).includes(NUMBER));
  assert.equal(shown.fault, "Error 57014");
  assert.equal(statusOf(shown), 500);
});

test("a refused input names the field and never its value", () => {
  const parsed = z.strictObject({ text: z.string().max(3) }).safeParse({ text: NUMBER });
  const shown = shownError(new TRPCError({ code: "BAD_REQUEST", cause: parsed.error }));
  assert.equal(shown.code, "bad-input");
  assert.ok(shown.message.includes('"text"'));
  assert.ok(!JSON.stringify(shown).includes(NUMBER));
});

test("an AppError says its own sentence, however deep it lies", () => {
  const wrapped = new Error("outer", { cause: new AppError("gone", "The link has been used.") });
  const shown = shownError(new TRPCError({ code: "INTERNAL_SERVER_ERROR", cause: wrapped }));
  assert.deepEqual(
    [shown.code, shown.message, shown.expected, statusOf(shown)],
    ["gone", "The link has been used.", true, 410],
  );
});
