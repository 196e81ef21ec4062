import { setTimeout as wait } from "node:timers/promises";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { withCompany } from "#db/with-company.ts";
import { keepCliToken } from "#bin/acting/cli-token.ts";
import { command as exportCommand } from "#bin/commands/export.ts";
import { command as searchCommand } from "#bin/commands/search.ts";
import { mayReveal } from "#server/domain/sight.ts";
import { BLIND } from "#server/domain/sight.ts";
import {
  freezeSelection,
  listCertificates,
  listErasures,
  previewErasure,
  requestErasure,
  reveal,
} from "#server/privacy/index.ts";
import { runErasure } from "#server/privacy/run-erasure.ts";
import { runExport } from "#server/privacy/run-export.ts";
import { findWaiting } from "#server/privacy/find-waiting.ts";
import { judgeDisclosed } from "./files.ts";
import { leaksIn, planted, type Plant, SOUGHT } from "./plants.ts";
import type { DoorReport } from "./procedures.ts";
import type { Entered, Stage } from "./stage.ts";

/** Each planted identifier revealed by everybody: to whom the profile masks it, and to nobody else. */
export async function tryReveals(stage: Stage, everybody: readonly Entered[]): Promise<DoorReport> {
  const findings: string[] = [];
  let tried = 0;
  for (const { ctx, someone } of everybody) {
    for (const plant of planted()) {
      const { field } = plant;
      const cls = field === "private" ? "phone" : field;
      if (cls !== "phone" && cls !== "ssn" && cls !== "ssn_truncated" && cls !== "name") continue;
      const role = plant === SOUGHT || cls !== "phone" ? "calling" : "called";
      const hitId = field === "private" ? stage.privateHitId : stage.hitId;
      const asked = { hitId, role, class: cls, purpose: "matrix of masks" } as const;
      const answer = await reveal(ctx, asked).then(
        ({ value }) => ({ shown: true, text: value }),
        (error: unknown) => ({ shown: false, text: String(error) }),
      );
      tried++;
      const guarded = field === "private" && someone.sight.private === "hidden";
      const may = ctx.actor.permissions.has("data.reveal") && mayReveal(someone.sight, cls) && !guarded;
      if (answer.shown !== may)
        findings.push(`reveal of ${field} as ${someone.name}: ${answer.shown ? "shown" : "refused"}`);
      const others = planted().filter((one) => one !== plant && !isPartOf(one, plant));
      if (leaksIn(answer.text, BLIND, answer.shown ? others : planted()).length > 0)
        findings.push(`reveal of ${field} as ${someone.name}: somebody else's, or in the refusal`);
    }
  }
  return { tried, findings };
}

function isPartOf(one: Plant, whole: Plant): boolean {
  return whole.canonical.includes(one.canonical);
}

/** `search` and `export` of the command line, with everybody's own sign-in. */
export async function tryCommands(stage: Stage, everybody: readonly Entered[]): Promise<DoorReport> {
  const before = process.env["GALLRA_HOME"];
  const { home } = stage.fixture.db;
  process.env["GALLRA_HOME"] = home;
  const findings: string[] = [];
  let tried = 0;
  try {
    for (const entered of everybody) {
      keepCliToken(home, entered.email, entered.token);
      const file = join(home, "out.csv");
      const rights = ["--company", "ekbacken", "--as", entered.email, "--number", "-"];
      const said = await run(searchCommand, rights);
      const told = await withWorker(stage, run(exportCommand, [...rights, "--format", "csv-exact", "-o", file]));
      const given = join(home, "given-out.csv");
      const disclosed = [...rights, "--format", "csv-exact", "--disclosure", "KS 2026:14", "-o", given];
      const toldOfIt = await withWorker(stage, run(exportCommand, disclosed));
      tried += 3;
      for (const field of leaksIn(`${said}\n${told}\n${toldOfIt}`, entered.someone.sight))
        findings.push(`command as ${entered.someone.name}: ${field}`);
      const written = entered.ctx.actor.permissions.has("data.export") ? readFileSync(file, "utf8") : "";
      for (const field of leaksIn(written, entered.someone.exportSight))
        findings.push(`export command as ${entered.someone.name}: ${field}`);
      if (entered.ctx.actor.permissions.has("data.export"))
        for (const field of judgeDisclosed(readFileSync(given, "utf8")))
          findings.push(`export command for disclosure as ${entered.someone.name}: ${field}`);
      for (const path of [file, given]) for (const one of [path, `${path}.manifest.json`]) rmSync(one, { force: true });
    }
  } finally {
    if (before === undefined) delete process.env["GALLRA_HOME"];
    else process.env["GALLRA_HOME"] = before;
  }
  return { tried, findings };
}

async function run(command: typeof searchCommand, args: readonly string[]): Promise<string> {
  const lines: string[] = [];
  const io = {
    out: (result: object) => void lines.push(JSON.stringify(result)),
    note: (text: string) => void lines.push(text),
    stdin: async () => SOUGHT.text,
  };
  await command.run(args, io).catch((error: unknown) => lines.push(String(error)));
  return lines.join("\n");
}

/** Writes exports while a command waits for one. */
async function withWorker<T>(stage: Stage, work: Promise<T>): Promise<T> {
  let over = false;
  const done = work.finally(() => {
    over = true;
  });
  const ctx = stage.fixture.as("company-administrator");
  while (!over) {
    const { exports } = await findWaiting(stage.installation);
    for (const { exportId } of exports) await runExport(ctx, exportId);
    await wait(20);
  }
  return await done;
}

/** What is kept for years or shown to auditors holds no value of anybody, whoever looks: audit, log, certificate. */
export async function tryRecords(stage: Stage, administrator: Entered): Promise<DoorReport> {
  const { fixture } = stage;
  const { ctx } = administrator;
  const { selectionId, rows } = await freezeSelection(ctx, { text: SOUGHT.text });
  const preview = await previewErasure(ctx, { selectionId });
  const { erasureId } = await requestErasure(ctx, { selectionId, reason: "matrix of masks", typedCount: rows });
  fixture.time.now = new Date(fixture.time.now.getTime() + 1_000);
  await runErasure({ ...stage.installation, company: ctx.company, inbox: EMPTY_INBOX, erasureId });
  const { certificates } = await listCertificates(ctx);
  const audit = await withCompany(
    fixture.db.data("owner"),
    fixture.companyId,
    (tx) => tx`select a.* from data.audit a where a.company_id = ${fixture.companyId}`,
  );
  const records: Readonly<Record<string, unknown>> = {
    audit,
    log: stage.logged,
    certificates,
    erasures: (await listErasures(ctx)).erasures,
  };
  const findings = Object.entries(records).flatMap(([name, record]) =>
    leaksIn(JSON.stringify(record), BLIND).map((field) => `${name}: ${field}`),
  );
  for (const field of leaksIn(JSON.stringify(preview), administrator.someone.sight))
    findings.push(`erasure preview: ${field}`);
  for (const [name, record] of Object.entries(records))
    if (JSON.stringify(record).length < 50) findings.push(`${name}: nothing in it`);
  return { tried: Object.keys(records).length + 1, findings };
}

const EMPTY_INBOX = {
  async *waiting() {
    // Nothing waits.
  },
  count: async () => 0,
};
