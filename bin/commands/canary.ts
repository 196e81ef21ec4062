import { readFileSync } from "node:fs";
import { loadSecrets } from "#server/keyring/index.ts";
import { readEnv } from "#server/env.ts";
import { AppError } from "#server/domain/app-error.ts";
import { door } from "#server/context.ts";
import { verifyCanary } from "#server/privacy/copies/canary-statement.ts";
import { listCanaryNights } from "#server/store/copy-ages.ts";
import { runCanary } from "#workers/canary/run-canary.ts";
import { withInstallation } from "../acting/installation.ts";
import { type Args, type Command, type Io, parseArgs, UsageError } from "../command.ts";

/** The canary by hand: send one, read what the nights saw, check a signed night offline. */
export const command: Command = {
  name: "canary",
  usage: "run | show [--nights N] | verify [--key FILE] FILE",
  summary: "sends an invented caller through every store and erases it, shows the signed nights, checks one offline",
  async run(args, io) {
    const [word, ...rest] = args;
    if (word === "run") return await run(rest, io);
    if (word === "show") return await show(rest, io);
    if (word === "verify") return await verify(rest, io);
    throw new UsageError("Say: canary run, canary show or canary verify FILE.");
  },
};

async function run(args: Args, io: Io): Promise<number> {
  parseArgs(args, {});
  io.note("The canary flies: collected, found everywhere, erased, looked for again. It takes a minute or a few ...");
  const statement = await withInstallation(["web", "ingest", "keeper"], (installation) => runCanary(installation));
  io.out(statement);
  if (statement.outcome !== "gone")
    io.note("The canary did not end well: see brokenOffAt, stores, resentLeft and files.");
  return statement.outcome === "gone" ? 0 : 1;
}

async function show(args: Args, io: Io): Promise<number> {
  const { values } = parseArgs(args, { nights: { type: "string", default: "1" } });
  const count = Number(values.nights);
  if (!Number.isInteger(count) || count < 1 || count > 400) throw new UsageError("--nights is a number from 1 to 400.");
  const nights = await withInstallation(["web"], (installation) => listCanaryNights(door(installation, "web"), count));
  for (const { jws } of nights) io.out({ statement: (await verifyCanary(jws)).statement, jws });
  if (nights.length === 0) io.note("No canary has flown yet. Run: gallra canary run");
  return nights.length === 0 || nights[0]?.outcome !== "gone" ? 1 : 0;
}

/** Needs no server and no network; the home only for the key to pin. */
async function verify(args: Args, io: Io): Promise<number> {
  const { values, positionals } = parseArgs(args, { key: { type: "string" } });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new UsageError("Say: canary verify FILE.");
  const pinned = await keyOf(values.key);
  try {
    const { statement } = await verifyCanary(jwsOf(read(file)), pinned);
    io.out({ valid: true, keyPinned: pinned !== undefined, statement });
    if (pinned === undefined) io.note("The signature fits the key inside. Pin the installation's own key with --key.");
    return 0;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    io.out({ valid: false, keyPinned: pinned !== undefined });
    io.note(error.message);
    return 1;
  }
}

async function keyOf(file: string | undefined) {
  if (file !== undefined) return JSON.parse(read(file)) as Record<string, unknown>;
  try {
    return (await loadSecrets(readEnv().home)).signing.publicJwk;
  } catch {
    return undefined;
  }
}

/** A file holds the compact JWS alone, or the JSON that the portal and `canary show` write. */
function jwsOf(text: string): string {
  const trimmed = text.trim();
  if (!trimmed.startsWith("{")) return trimmed;
  const { jws } = JSON.parse(trimmed) as { jws?: unknown };
  if (typeof jws === "string") return jws;
  throw new AppError("bad-input", "This file holds no signed night: expected a compact JWS or JSON with a field jws.");
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw new AppError("bad-input", "The file cannot be read. Check its name and that this user may read it.", {
      cause,
    });
  }
}
