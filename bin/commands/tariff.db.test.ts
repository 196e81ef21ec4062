import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { openPrivacyFixture } from "#server/privacy/privacy-fixture.ts";
import { runSorting } from "#server/processing/thresholds/run-sorting.ts";
import { type Command, UsageError } from "../command.ts";
import { command as signIn } from "./sign-in.ts";
import { command as tariff } from "./tariff.ts";
import { command as thresholds } from "./thresholds.ts";
import { command as user } from "./user.ts";

const WHO = ["--company", "ekbacken", "--as", "anna@ekbacken.example"];

async function run(command: Command, args: string, typed = "") {
  const results: Record<string, unknown>[] = [];
  const notes: string[] = [];
  const io = {
    out: (result: object) => void results.push({ ...result }),
    note: (text: string) => void notes.push(text),
    stdin: async () => typed,
  };
  const code = await command.run(args.split(" "), io);
  return { code, results, notes: notes.join(" ") };
}

async function openHome(t: TestContext) {
  const fixture = await openPrivacyFixture(t);
  const before = process.env["GALLRA_HOME"];
  process.env["GALLRA_HOME"] = fixture.db.home;
  t.after(() => {
    if (before === undefined) delete process.env["GALLRA_HOME"];
    else process.env["GALLRA_HOME"] = before;
  });
  writeFileSync(join(fixture.db.home, "secrets", "auth.secret"), "a".repeat(43));
  const who = "--email anna@ekbacken.example --name Anna --profile company-administrator --company ekbacken";
  const [added] = (await run(user, `add ${who}`)).results;
  await run(signIn, `--as ${WHO[3]}`, String(added?.["password"]));
  return fixture;
}

test("limits and tariffs are set, tried and told from the command line, and a file that is wrong ends with 1", async (t) => {
  const fixture = await openHome(t);
  const parties = [{ role: "calling", class: "phone", text: "070-1740605" } as const];
  await fixture.store([{ at: new Date("2026-06-10T08:00:00Z"), parties }]);
  const as = WHO.join(" ");
  const [seen] = (await run(thresholds, `preview ${as} --duration 100`)).results;
  assert.deepEqual([seen?.["month"], seen?.["setApart"]], ["2026-06", 1]);
  await run(thresholds, `set ${as} --duration 100 --cost 0.50`);
  const set = await run(thresholds, `set ${as} --duration off --unanswered yes`);
  assert.deepEqual(
    [
      set.results[0]?.["durationSeconds"],
      set.results[0]?.["cost"],
      set.results[0]?.["unanswered"],
      set.results[0]?.["behind"],
    ],
    [null, "0.50", true, true],
  );
  const sorted = run(thresholds, `re-sort ${as}`);
  // The worker's part.
  for (let done = false; !done; await new Promise((go) => setTimeout(go, 100))) {
    const [line] = (await run(thresholds, `show ${as}`)).results.slice(-1);
    if (line?.["run"] === undefined) continue;
    await runSorting({ ...fixture.installation, company: fixture.as("dpo").company }, String(line["run"]));
    done = true;
  }
  assert.equal((await sorted).results[0]?.["state"], "done");

  const file = join(fixture.db.home, "prices.csv");
  writeFileSync(file, "prefix,name,per_minute\n4670,Mobile,0.60\n070,Mobile,0.60\n");
  const wrong = await run(tariff, `import ${as} --from 2026-01-01 ${file}`);
  assert.deepEqual([wrong.code, wrong.results[0]?.["line"], wrong.results[0]?.["column"]], [1, 3, "prefix"]);
  writeFileSync(file, Buffer.from("prefix;name;per_minute\n4670;Göteborg;0,60\n", "latin1"));
  const taken = await run(tariff, `import ${as} --from 2026-01-01 ${file}`);
  assert.deepEqual([taken.code, taken.results[0]?.["stored"]], [0, true]);
  const tried = await run(tariff, `try ${as} --number - --at 2026-06-15T09:00 --minutes 3`, "070-1740605");
  assert.deepEqual([tried.results[0]?.["cost"], tried.results[0]?.["currency"]], ["1.80", "SEK"]);
  assert.match(JSON.stringify(tried.results[0]?.["line"]), /"name":"Göteborg"/);
  await run(tariff, `first ${as} pbx`);
  await run(tariff, `currency ${as} nok`);
  const shown = (await run(tariff, `show ${as}`)).results;
  assert.deepEqual([shown[0], shown[1]?.["validFrom"]], [{ currency: "NOK", first: "pbx" }, "2026-01-01"]);
  const out = join(fixture.db.home, "out.csv");
  await run(tariff, `export ${as} --from 2026-01-01 -o ${out}`);
  await assert.rejects(run(tariff, `export ${as} --from 2026-01-01 -o ${out}`), { code: "conflict" });
  await run(tariff, `remove ${as} --from 2026-01-01`);
  await assert.rejects(run(tariff, `remove ${as} --from 2026-01-01`), { code: "not-found" });
});

test("wrong usage is told before anybody signs in", async () => {
  for (const args of ["set --duration many", "set --cost 0.505", "set --like-company", "sort", "set --internal maybe"])
    await assert.rejects(run(thresholds, args), UsageError, args);
  for (const args of ["import x.csv", "try --number - --at now", "first both", "export --from May", "currency"])
    await assert.rejects(run(tariff, args), UsageError, args);
});
