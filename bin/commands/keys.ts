import { existsSync, writeFileSync } from "node:fs";
import { keyringStatus } from "#server/keyring/index.ts";
import { keyState } from "#server/maintenance/keys/key-state.ts";
import { rotateCompanyHere, runGenerationHere, takeEscrowSheet } from "#server/maintenance/keys/run-keys.ts";
import type { GenerationKind } from "#server/keyring/index.ts";
import { asOperator } from "../acting/installation.ts";
import { type Command, type Io, parseArgs, required, UsageError } from "../command.ts";

const OPTIONS = {
  root: { type: "boolean" },
  company: { type: "string" },
  file: { type: "string" },
} as const;
interface Values {
  readonly root?: boolean | undefined;
  readonly company?: string | undefined;
  readonly file?: string | undefined;
}

/** The keys of the installation. No key and no number is in an answer but the escrow sheet, which goes to a file of its own. */
export const command: Command = {
  name: "keys",
  usage: `status
generation
rotate --root | --company SLUG
escrow --file FILE`,
  summary: "shows which keys are in use, makes them anew, and writes the escrow sheet of the root key",
  async run(args, io) {
    const { values, positionals } = parseArgs(args, OPTIONS);
    const verb = VERBS[positionals[0] ?? ""];
    if (verb === undefined || positionals.length !== 1)
      throw new UsageError("Say what to do: status, generation, rotate or escrow.");
    await verb(values, io);
    return 0;
  },
};

type Verb = (values: Values, io: Io) => Promise<void>;

const VERBS: Readonly<Record<string, Verb>> = {
  async status(_, io) {
    await asOperator(["web", "keeper"], async (ctx) => {
      const { escrow, generations, running, ...state } = await keyState(ctx);
      const [last] = generations.filter((one) => one.endedAt !== null);
      io.out({
        ...(await keyringStatus(ctx.keyring)),
        generation: { ...state, last: last ?? null, running, companiesLeft: left(running?.companies, state.companies) },
        escrow,
      });
      if (escrow.sheet === "old")
        io.note("The escrow sheet is of a root key that has been destroyed. Destroy the sheet, then: keys escrow.");
      if (state.hoursLate > 0)
        io.note(
          `The generation is ${state.hoursLate} hours late: what was erased since can still be read in copies of the keyring. Look at the job "generation", or run: keys generation.`,
        );
    });
  },
  generation: (_, io) => carryOut("generation", io),
  async rotate({ root, company }, io) {
    if ((root === true) === (company !== undefined)) throw new UsageError("Say either --root or --company SLUG.");
    if (root === true) return await carryOut("root", io);
    await asOperator(["web", "keeper"], async (ctx) => {
      const say = teller(io);
      let subjects = 0;
      const copied = (rows: number) => {
        subjects += rows;
        say(`${subjects} identifiers under the new keys`);
      };
      const { company: done, generation } = await rotateCompanyHere(ctx, required(company, "company"), copied);
      io.out({ company: done, subjects, copiesOpenUntil: generation });
    });
  },
  async escrow({ file }, io) {
    const target = required(file, "file");
    if (existsSync(target)) throw new UsageError(`${target} exists already; name a new file.`);
    await asOperator(["web"], async (ctx) => {
      writeFileSync(target, await takeEscrowSheet(ctx), { mode: 0o600, flag: "wx" });
    });
    io.out({ written: target });
    io.note("Print it, lock it away, and delete the file. Destroy every sheet of an earlier root key.");
  },
};

/** Ctrl+C stops it between two batches; the worker, or this command, goes on from there. */
async function carryOut(kind: GenerationKind, io: Io): Promise<void> {
  const stop = new AbortController();
  const interrupt = () => stop.abort(new Error("Stopped. It goes on with the worker, or with the same command."));
  process.once("SIGINT", interrupt);
  try {
    await asOperator(["web", "keeper"], async (ctx) => {
      const say = teller(io);
      const progress = (done: number, total: number, subjects: number) =>
        say(`${done} of ${total} companies, ${subjects} identifiers`);
      io.out(await runGenerationHere(ctx, kind, { signal: stop.signal, progress }));
      io.note(
        "The old root key is destroyed. Destroy its escrow sheet too, and every copy of the keyring from before.",
      );
    });
  } finally {
    process.off("SIGINT", interrupt);
  }
}

/** At most once a second. */
function teller(io: Io): (text: string) => void {
  let told = 0;
  return (text) => {
    if (performance.now() - told < 1_000) return;
    told = performance.now();
    io.note(text);
  };
}

function left(done: number | undefined, total: number): number | null {
  return done === undefined ? null : Math.max(0, total - done);
}
