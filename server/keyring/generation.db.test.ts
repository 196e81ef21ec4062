import assert from "node:assert/strict";
import { test } from "node:test";
import {
  endpointLabels,
  ensureSlices,
  findSubjects,
  forgetCaches,
  type Keyring,
  moveSlices,
  pseudonymise,
  rekeyCompany,
  resolveEndpoints,
  resolveSubjects,
  resubject,
  revealSubjects,
} from "./index.ts";
import { freshSubjectIds } from "./resolve-subjects.ts";
import { openTestKeyring, sliceSpec, wanted } from "./test-keyring.ts";

const verbs: Record<string, (k: Keyring, known: Buffer, sliceId: number) => Promise<unknown>> = {
  "resolving a few": (k) => resolveSubjects(k, 1, [wanted("+46701740606")]),
  "resolving many": (k) =>
    resolveSubjects(
      k,
      1,
      Array.from({ length: 200 }, (_, n) => wanted(`+4670174${1_000 + n}`)),
    ),
  finding: async (k) => assert.equal((await findSubjects(k, 1, { class: 1, canonical: "+46701740605" })).length, 1),
  revealing: async (k, known) => assert.equal((await revealSubjects(k, 1, [known])).size, 1),
  "making a slice": async (k) => assert.equal((await ensureSlices(k, 1, [sliceSpec("2026-06-14", 30)]))[0]?.live, true),
  "moving a slice": (k, _, sliceId) =>
    moveSlices(k, 1, [{ sliceId, expiresOn: "2026-09-01", destroyAt: new Date("2026-09-01T00:00:00Z") }]),
  "writing under a slice": (k, _, sliceId) => pseudonymise(k, 1, sliceId, freshSubjectIds(1)),
  endpoints: async (k) => {
    const ids = await resolveEndpoints(k, 1, [{ kind: "extension", label: "3000" }]);
    assert.equal((await endpointLabels(k, 1, ids)).size, 1);
  },
  "re-subjecting": (k, known) => resubject(k, 1, known),
};

test("a process with the keys of an earlier generation reads the present ones by itself, whatever it does first", async (t) => {
  const keyring = await openTestKeyring(t);
  const [one] = await resolveSubjects(keyring.k, 1, [wanted("+46701740605")]);
  const [slice] = await ensureSlices(keyring.k, 1, [sliceSpec("2026-06-15", 30)]);
  const known = one?.subjectId ?? Buffer.alloc(16);
  for (const [what, verb] of Object.entries(verbs)) {
    const process = await keyring.reopen();
    await revealSubjects(process, 1, [known]);
    await rekeyCompany(keyring.k, 1, keyring.secrets.rootKey);
    forgetCaches(process, 1);
    await assert.doesNotReject(verb(process, known, slice?.id ?? 0), what);
  }
});
