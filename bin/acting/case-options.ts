import type { CompanyContext } from "#server/context.ts";
import { type CaseView, listCases } from "#server/privacy/index.ts";
import { type Command, type Io, parseArgs, UsageError } from "../command.ts";
import { asPerson, PERSON_OPTIONS } from "./person.ts";
import { follow } from "./progress.ts";
import { type readSought, SOUGHT_OPTIONS } from "./sought.ts";

/** The options of commands about holds, restrictions and objections. */
const CASE_OPTIONS = {
  case: { type: "string" },
  name: { type: "string" },
  ground: { type: "string" },
  reason: { type: "string" },
  until: { type: "string" },
  "told-on": { type: "string" },
} as const;

/** What stands after an option, by the word that the usage has for it. */
const SAYS = {
  case: "ID",
  name: "TEXT",
  ground: "GROUND",
  reason: "TEXT",
  until: "DAY",
  "told-on": "DAY",
} as const;

interface CaseValues {
  readonly case?: string | undefined;
  readonly name?: string | undefined;
  readonly ground?: string | undefined;
  readonly reason?: string | undefined;
  readonly until?: string | undefined;
  readonly "told-on"?: string | undefined;
}

export type CaseAndSought = CaseValues & Parameters<typeof readSought>[0];
type Work = (
  words: readonly string[],
  values: CaseAndSought,
  io: Io,
) => Promise<(ctx: CompanyContext) => Promise<void>>;

/** A command about cases. Its options are read before anybody signs in: a wrong one is told as such. */
export function caseCommand(work: Work): Command["run"] {
  return async (args, io) => {
    const { values, positionals } = parseArgs(args, { ...PERSON_OPTIONS, ...SOUGHT_OPTIONS, ...CASE_OPTIONS });
    const run = await work(positionals, values, io);
    return await asPerson(values, async (ctx) => {
      await run(ctx);
      return 0;
    });
  };
}

/** What every new case is opened with. */
export function openedWith<T extends string>(values: CaseValues, grounds: readonly T[]) {
  return {
    name: needed(values, "name", "Name the case"),
    ground: oneOf(grounds, needed(values, "ground", "Give the ground"), "ground"),
    reason: needed(values, "reason", "Say why"),
  };
}

/** An option that a word of the command cannot do without. */
export function needed(values: CaseValues, option: keyof CaseValues, what: string): string {
  const value = values[option];
  if (value === undefined) throw new UsageError(`${what} with --${option} ${SAYS[option]}.`);
  return value;
}

export function oneOf<T extends string>(words: readonly T[], text: string, option: string): T {
  const word = words.find((one) => one === text);
  if (word === undefined) throw new UsageError(`--${option} is one of ${words.join(", ")}.`);
  return word;
}

/** What a person does to one case, followed until it is done. */
export function changeOf(
  values: CaseValues,
  io: Io,
  change: (ctx: CompanyContext, wish: { readonly caseId: string; readonly reason: string }) => Promise<unknown>,
) {
  const wish = { caseId: needed(values, "case", "Say which"), reason: needed(values, "reason", "Say why") };
  return async (ctx: CompanyContext) => {
    await change(ctx, wish);
    await followCase(ctx, wish.caseId, io);
  };
}

/** The cases of one kind that last, a line each. */
export async function printCases(ctx: CompanyContext, kind: CaseView["kind"], io: Io): Promise<void> {
  let cursor: string | undefined;
  do {
    const page = await listCases(ctx, { limit: 100, ...(cursor === undefined ? {} : { cursor }) });
    for (const one of page.cases.filter((found) => found.kind === kind)) {
      const { caseId, endsOn, callsMissed, state, name, ground, calls, ofPerson, decision, createdBy } = one;
      const line = { case: caseId, state, name, ground, until: endsOn, calls, missed: callsMissed };
      io.out({ ...line, ofPerson, decision, createdBy });
    }
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
}

/** Waits until the worker has done what was asked of a case, and prints how it stands. */
export async function followCase(ctx: CompanyContext, caseId: string, io: Io): Promise<void> {
  const done = await follow(
    async () => await readCase(ctx, caseId),
    (one) => one.state === "active" || one.state === "ended",
    (one) => `${one.state}: ${one.callsDone} of ${one.calls} calls`,
    io.note,
  );
  const { state, calls, callsMissed, endsOn } = done;
  io.out({ case: caseId, state, calls, missed: callsMissed, until: endsOn });
}

async function readCase(ctx: CompanyContext, caseId: string): Promise<CaseView> {
  for (const ended of [false, true]) {
    let cursor: string | undefined;
    do {
      const page = await listCases(ctx, { ended, limit: 100, ...(cursor === undefined ? {} : { cursor }) });
      const found = page.cases.find((one) => one.caseId === caseId);
      if (found !== undefined) return found;
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
  }
  throw new UsageError("There is no such case.");
}
