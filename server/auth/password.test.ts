import assert from "node:assert/strict";
import { test } from "node:test";
import { AppError } from "../domain/app-error.ts";
import { checkPassword, hashPassword } from "./password.ts";

test("a password is kept as argon2id and only the same password matches it", async () => {
  const stored = await hashPassword("Ekorre-tallkotte-9", "anna@example.se");
  assert.match(stored, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  assert.equal(await checkPassword("Ekorre-tallkotte-9", stored), true);
  assert.equal(await checkPassword("ekorre-tallkotte-9", stored), false);
  assert.equal(await checkPassword("", stored), false);
});

test("weak passwords are refused with a sentence that says what to do", async () => {
  for (const weak of [
    "kort",
    "password1234",
    "aaaaaaaaaaaaaaa",
    "lösenord12345",
    "x".repeat(300),
    "anna-lena-2026-x",
  ]) {
    await assert.rejects(
      hashPassword(weak, "anna-lena@example.se"),
      (error) => error instanceof AppError && error.code === "bad-input",
    );
  }
});

test("an unknown account costs the same work as a wrong password", async () => {
  const stored = await hashPassword("Ekorre-tallkotte-9", "anna@example.se");
  await checkPassword("warm-up", null);
  // In turn, and the least of each: what else the machine does comes and goes, the work stays.
  const least = { known: Number.POSITIVE_INFINITY, unknown: Number.POSITIVE_INFINITY };
  for (let round = 0; round < 12; round++) {
    least.known = Math.min(least.known, await measure(() => checkPassword("wrong", stored)));
    least.unknown = Math.min(least.unknown, await measure(() => checkPassword("wrong", null)));
  }
  const { known, unknown } = least;
  assert.ok(unknown > known / 3 && unknown < known * 3, `known ${known} ms, unknown ${unknown} ms`);
});

async function measure(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
