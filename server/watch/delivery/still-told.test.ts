import assert from "node:assert/strict";
import { test } from "node:test";
import { stillTold } from "./still-told.ts";

const at = (minute: number) => new Date(minute * 60_000);

test("a silence that began and ended while nobody worked is not told, nor what somebody has taken note of, nor its end", () => {
  const one = (alarmId: string, event: "raised" | "over", acknowledgedAt: Date | null = null) => ({
    alarmId,
    event,
    acknowledgedAt,
    messageId: "m",
    kind: "guard-source",
    alarm: "guard 1",
    sourceId: 1,
    raisedAt: at(0),
    endedAt: null,
  });
  const told = (message: Parameters<typeof stillTold>[0], all: Parameters<typeof stillTold>[1]) =>
    stillTold(message, all, new Set(["sent"]));
  const silence = { about: "silence", attempts: 0 } as const;
  assert.deepEqual(told(silence, [one("a", "raised"), one("a", "over")]), { dropped: "over-meanwhile" });
  assert.deepEqual(told(silence, [one("a", "raised", at(1))]), { dropped: "acknowledged" });
  const both = [one("a", "raised"), one("a", "over"), one("b", "raised")];
  assert.deepEqual(told(silence, both), { notices: both.slice(2) });
  assert.deepEqual(told({ about: "alarms", attempts: 0 }, both), { notices: both });
  assert.deepEqual(told({ ...silence, attempts: 2 }, both), { notices: both });
  const alarms = { about: "alarms", attempts: 0 } as const;
  assert.deepEqual(told(alarms, [one("a", "over", at(1))]), { dropped: "acknowledged" });
  assert.deepEqual(told(alarms, [one("sent", "over", at(1))]), { notices: [one("sent", "over", at(1))] });
});
