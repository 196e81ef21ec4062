import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";
import { refusedInput } from "./refused-input.ts";

const SCHEMA = z.strictObject({
  wish: z
    .strictObject({
      reason: z.string().min(40).optional(),
      name: z.string().max(3).optional(),
      day: z.iso.date().optional(),
      id: z.uuid().optional(),
      format: z.enum(["csv", "json"]).optional(),
      slug: z
        .string()
        .regex(/^[a-z]+$/, "Write it in small letters.")
        .optional(),
      country: z
        .string()
        .regex(/^[A-Z]{2}$/)
        .optional(),
      days: z.number().max(7).optional(),
      address: z
        .string()
        .refine((text) => text.startsWith("10."), "must be an address of this machine")
        .optional(),
      host: z
        .string()
        .regex(/^[a-z.]+$/, "must be a host name")
        .optional(),
      port: z.int().optional(),
      words: z.record(z.string(), z.number()).optional(),
    })
    .optional(),
});

test("what a schema refuses is told by its field and what it takes, and never by what was typed", () => {
  const told = (wish: object) => {
    const { error } = SCHEMA.safeParse({ wish });
    assert.ok(error);
    const { code, message, field } = refusedInput(error);
    assert.deepEqual([code, field], ["bad-input", Object.keys(wish)[0]]);
    return message;
  };
  assert.equal(told({ reason: "0701740605" }), 'The field "wish.reason" needs at least 40 characters.');
  assert.equal(told({ name: "0701740605" }), 'The field "wish.name" takes at most 3 characters.');
  assert.equal(told({ day: "0701740605" }), 'The field "wish.day" is a day, written like 2026-11-22.');
  assert.equal(told({ id: "0701740605" }), 'The field "wish.id" is an id, copied from where it is shown.');
  assert.equal(told({ format: "0701740605" }), 'The field "wish.format" is one of csv, json.');
  assert.equal(told({ slug: "0701740605" }), "Write it in small letters.");
  assert.equal(told({ days: 701740605 }), 'The field "wish.days" is at most 7.');
  assert.equal(told({ address: "0701740605" }), 'The field "wish.address" must be an address of this machine.');
  assert.equal(told({ host: "0701740605" }), 'The field "wish.host" must be a host name.');
  assert.equal(told({ port: 1.5 }), 'The field "wish.port" is a whole number.');
  assert.equal(told({ words: { "0701740605": "x" } }), 'The field "wish.words" cannot be used as it is.');
  for (const wish of [{ country: "0701740605" }, { days: "0701740605" }])
    assert.equal(told(wish), `The field "wish.${Object.keys(wish)[0]}" cannot be used as it is.`);
});

test("what no field is to blame for is told without one", () => {
  const { error } = SCHEMA.safeParse("0701740605");
  assert.ok(error);
  assert.equal(refusedInput(error).message, "The input cannot be used as it is.");
});
