import assert from "node:assert/strict";
import { test } from "node:test";
import { RuleClerk } from "./rule-oracle.ts";

const at = (text: string) => Date.parse(`${text}Z`);

test("the clerk agrees with a cool-down, a waiver and a cancellation worked out by hand", () => {
  const clerk = new RuleClerk("Europe/Stockholm", 30, at("2026-06-01T10:00"));
  for (const date of ["2026-05-20", "2026-05-31"]) clerk.called(date);
  clerk.hears({ at: at("2026-06-01T10:00"), did: "asked-shorter", id: 1, days: 5 });
  clerk.until(at("2026-06-08T21:59"));
  assert.equal(clerk.isGone("2026-05-20"), false, "the last of the seven days is not over there");
  clerk.until(at("2026-06-08T22:00"));
  assert.deepEqual([clerk.isGone("2026-05-20"), clerk.isGone("2026-05-31")], [true, true]);
  const other = new RuleClerk("Europe/Stockholm", 30, at("2026-06-01T10:00"));
  other.called("2026-05-20");
  other.hears({ at: at("2026-06-01T10:00"), did: "asked-shorter", id: 1, days: 5 });
  other.hears({ at: at("2026-06-08T21:00"), did: "cancelled", id: 1 });
  other.until(at("2026-06-19T21:59"));
  assert.equal(other.isGone("2026-05-20"), false);
  other.until(at("2026-06-19T22:00"));
  assert.equal(other.isGone("2026-05-20"), true, "by the old rule, after the nineteenth");
});

test("a rule switched off keeps for twelve months, and lets go on the night on which it holds again", () => {
  const clerk = new RuleClerk("UTC", 7, at("2026-06-01T10:00"));
  clerk.called("2026-05-30");
  clerk.hears({ at: at("2026-06-01T10:00"), did: "switched-off" });
  clerk.until(at("2027-05-31T23:59"));
  assert.equal(clerk.isGone("2026-05-30"), false);
  clerk.until(at("2027-06-01T00:00"));
  assert.equal(clerk.isGone("2026-05-30"), true);
});

test("without a decision nothing goes, and with it what is past its days goes at once", () => {
  const clerk = new RuleClerk("UTC", 7, at("2026-06-01T10:00"));
  clerk.called("2026-05-30");
  clerk.hears({ at: at("2026-06-02T10:00"), did: "decision-ended" });
  clerk.until(at("2026-07-31T10:00"));
  assert.equal(clerk.isGone("2026-05-30"), false);
  clerk.hears({ at: at("2026-07-31T10:00"), did: "decision-recorded" });
  assert.equal(clerk.isGone("2026-05-30"), true);
});

test("days asked for while a rule was off count only until the days of before hold again, and fewer than those from then on", () => {
  const clerk = new RuleClerk("UTC", 7, at("2026-06-01T10:00"));
  clerk.hears({ at: at("2026-06-01T10:00"), did: "switched-off" });
  clerk.hears({ at: at("2027-05-24T10:00"), did: "asked-shorter", id: 1, days: 40 });
  clerk.called("2027-05-20");
  clerk.until(at("2027-05-31T23:59"));
  assert.equal(clerk.isGone("2027-05-20"), false);
  clerk.until(at("2027-06-01T00:00"));
  assert.equal(clerk.isGone("2027-05-20"), true, "both come with that midnight");
});
