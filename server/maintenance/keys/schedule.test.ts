import assert from "node:assert/strict";
import { test } from "node:test";
import { scheduleOf } from "../../jobs/catalogue.ts";
import { GENERATION_NIGHT } from "../../keyring/generation/due.ts";

test("the job's schedule is the night that previews and certificates promise", () => {
  assert.equal(scheduleOf("generation"), `${GENERATION_NIGHT.minute} ${GENERATION_NIGHT.hour} * * *`);
});
