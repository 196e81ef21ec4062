import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { type DemoStatus, demoStatus } from "#server/maintenance/demo/demo-status.ts";
import { turnDemo } from "#server/maintenance/demo/turn-demo.ts";
import { readEnv } from "#server/env.ts";
import { asOperator } from "../acting/installation.ts";
import { readFirstSignIns } from "../first-sign-in.ts";
import { type Command, type Io, parseArgs, UsageError } from "../command.ts";

const LOOK_MS = 500;
const LONGEST_MS = 15 * 60_000;

export const command: Command = {
  name: "demo",
  usage: "on|off|status",
  summary: "loads the demo into this installation, or takes it away again; the worker does it",
  async run(args, io) {
    const { positionals } = parseArgs(args, {});
    const [verb] = positionals;
    if (verb !== "on" && verb !== "off" && verb !== "status")
      throw new UsageError("Say demo on, demo off or demo status.");
    return await asOperator(["web"], async (ctx) => {
      if (verb !== "status") {
        if (!existsSync(join(readEnv().home, "supervisor.json")))
          io.note("Gallra does not run in this home: the demo waits for its worker. Start it with npm start.");
        await turnDemo(ctx, { on: verb === "on" });
        await follow(() => demoStatus(ctx), io);
      }
      print(await demoStatus(ctx), io);
      return 0;
    });
  },
};

async function follow(look: () => Promise<DemoStatus>, io: Io): Promise<void> {
  let said = "";
  for (const until = Date.now() + LONGEST_MS; Date.now() < until; await wait(LOOK_MS)) {
    const { work } = await look();
    if (work === null || work.endedAt !== null) return;
    const now = `${work.state}: ${work.done} of ${work.of}`;
    if (now !== said) io.note(now);
    said = now;
  }
}

function print({ companies, work }: DemoStatus, io: Io): void {
  io.out({ demo: companies.length > 0, companies: companies.map(({ name }) => name), work });
  if (companies.length === 0) return;
  for (const { email, profile, company } of readFirstSignIns(readEnv().home))
    io.note(`${profile} ${email}${company === null ? "" : ` (${company})`}: the password stands in first-sign-in.json`);
}
