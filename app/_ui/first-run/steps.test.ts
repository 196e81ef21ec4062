import assert from "node:assert/strict";
import { test } from "node:test";
import { permissionsOf, type Profile } from "#server/domain/permissions.ts";
import type { Viewer } from "../viewer.tsx";
import { stepsFor } from "./steps.ts";

const NOTHING = { company: false, people: false, source: false, collected: false, searched: false };

function viewer(profile: Profile): Viewer {
  return { profile, permissions: permissionsOf(profile) } as Viewer;
}

test("each profile is led as far as its own rights go, and from its first step on", () => {
  const names = (profile: Profile) => stepsFor(viewer(profile), NOTHING, false).map(({ name }) => name);
  assert.deepEqual(names("system-administrator"), ["company", "people"]);
  assert.deepEqual(names("reseller"), ["company", "people", "source", "collected", "retention"]);
  assert.deepEqual(names("company-administrator"), ["people", "source", "collected", "retention", "search"]);
  assert.deepEqual(names("supervisor"), []);
});

test("a step is ticked by what exists, whoever made it and in whatever order", () => {
  const steps = stepsFor(viewer("company-administrator"), { ...NOTHING, source: true, searched: true }, true);
  assert.deepEqual(
    steps.filter(({ done }) => done).map(({ name }) => name),
    ["source", "retention", "search"],
  );
});
