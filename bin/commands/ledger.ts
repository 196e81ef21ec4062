import { existsSync } from "node:fs";
import { join } from "node:path";
import { connect } from "#db/clients.ts";
import { readClusterHome } from "#db/cluster-home.ts";
import { readEnv } from "#server/env.ts";
import { ledgerHeadSeen, loadSecrets, verifyLedger } from "#server/keyring/index.ts";
import { type Command, type Io, parseArgs, UsageError } from "../command.ts";

/** Reads the record of destructions and says whether it is whole. Needs no server; with one it also compares heads. */
export const command: Command = {
  name: "ledger",
  usage: "verify [--folder FOLDER]",
  summary: "checks the record of everything that was destroyed: every hash, every signature, the chain and its end",
  async run(args, io) {
    const { values, positionals } = parseArgs(args, { folder: { type: "string" } });
    if (positionals.length !== 1 || positionals[0] !== "verify") throw new UsageError("Say: ledger verify.");
    const { home } = readEnv();
    if (values.folder !== undefined && !existsSync(join(values.folder, "ledger.jsonl"))) {
      io.note(`There is no ledger in ${values.folder}: name the folder that holds ledger.jsonl.`);
      return 1;
    }
    if (values.folder === undefined && !existsSync(join(home, "ledger"))) {
      io.note(
        `There is no ledger in ${home}: start Gallra there first, name its home with GALLRA_HOME, or a --folder.`,
      );
      return 1;
    }
    const publicJwk = await ownKey(home, io);
    const knownHead = values.folder === undefined ? await headInKeyring(home, io) : undefined;
    const verdict = await verifyLedger(values.folder ?? join(home, "ledger"), { publicJwk, knownHead });
    io.out({ ...verdict, keyPinned: publicJwk !== undefined, comparedWithKeyring: knownHead !== undefined });
    if (verdict.problem !== null) {
      io.note(
        `The ledger is not whole. Line ${verdict.problem.line}: ${verdict.problem.reason}. Put it back from its copy.`,
      );
    }
    return verdict.ok ? 0 : 1;
  },
};

async function ownKey(home: string, io: Io) {
  try {
    return (await loadSecrets(home)).signing.publicJwk;
  } catch {
    io.note("This home has no signing key to compare with: the key that lies beside the ledger is trusted.");
    return undefined;
  }
}

async function headInKeyring(home: string, io: Io) {
  try {
    const sql = connect(readClusterHome(home), "keyring", "web", { max: 1, name: "ledger verify" });
    try {
      return await ledgerHeadSeen(sql);
    } finally {
      await sql.end({ timeout: 2 });
    }
  } catch {
    io.note("The keyring cannot be reached: whether it has seen more than this ledger holds was not checked.");
    return undefined;
  }
}
