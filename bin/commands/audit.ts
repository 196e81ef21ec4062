import { createWriteStream, existsSync, readFileSync } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { exportAudit } from "#server/audit/index.ts";
import { headsFolder } from "#server/audit/heads/heads-file.ts";
import { readHeads } from "#server/audit/heads/read-heads.ts";
import { signHeads } from "#server/audit/heads/sign-heads.ts";
import { type AuditVerdict, verifyAgainst } from "#server/audit/verify-against.ts";
import { verifyAuditFile } from "#server/audit/verify-file.ts";
import { door, type Installation } from "#server/context.ts";
import { AppError } from "#server/domain/app-error.ts";
import { readEnv } from "#server/env.ts";
import { loadSecrets } from "#server/keyring/index.ts";
import { INSTALLATION } from "#server/store/audit.ts";
import { listCompanies } from "#server/store/companies.ts";
import { companyNamed } from "../acting/company.ts";
import { withInstallation } from "../acting/installation.ts";
import { asPerson, PERSON_OPTIONS } from "../acting/person.ts";
import { refuseOverwriting } from "../acting/refuse-overwriting.ts";
import { type Command, type Io, parseArgs, required, UsageError } from "../command.ts";

/** Verifies the audit, here or from an export, and signs where it ends. It shows counts and places, never an entry. */
export const command: Command = {
  name: "audit",
  usage: [
    "verify [--company SLUG] [--heads FOLDER]",
    "verify --file FILE [--key FILE]",
    "head [--company SLUG]",
    "export --company SLUG --as EMAIL -o FILE [--force]",
  ].join("\n"),
  summary: "checks that no entry of the audit was changed, taken out, put in or cut off; signs its end; exports it",
  async run(args, io) {
    const { values, positionals } = parseArgs(args, {
      ...PERSON_OPTIONS,
      file: { type: "string" },
      key: { type: "string" },
      heads: { type: "string" },
      output: { type: "string", short: "o" },
      force: { type: "boolean", default: false },
    });
    const [word, ...more] = positionals;
    if (more.length > 0) throw new UsageError("Say: audit verify, audit head or audit export.");
    if (word === "verify" && values.file !== undefined) return await verifyFile(values.file, values.key, io);
    if (word === "verify") return await verify(values, io);
    if (word === "head") return await head(values.company, io);
    if (word === "export")
      return await exportTo(values, required(values.output, "output", "Name the file with -o FILE."), io);
    throw new UsageError("Say: audit verify, audit head or audit export.");
  },
};

async function verify(values: { company?: string | undefined; heads?: string | undefined }, io: Io): Promise<number> {
  const { heads } = values;
  if (heads !== undefined && !existsSync(heads))
    throw new AppError("bad-input", "There is no such folder of heads. Name the copy of audit-heads with --heads.");
  return await withInstallation(["web"], async (installation) => {
    const wanted = await wantedAudits(installation, values.company);
    const key = installation.keyring.signing.publicJwk;
    const folder = heads ?? headsFolder(installation.env.home);
    let whole = true;
    for (const { id, slug } of wanted) {
      const kept = await readHeads(folder, id, key);
      const verdict = await verifyAgainst(door(installation, "web"), id, kept, { key });
      io.out({ company: slug, ...verdict });
      const name = slug ?? "The installation's own audit";
      if (verdict.problem !== null) io.note(`${name}: ${sentence(verdict)}`);
      if (kept.problem !== null)
        io.note(
          `${name}: the signed heads are not whole from head ${kept.problem.n} on. Put them back from their copy.`,
        );
      whole &&= verdict.ok;
    }
    return whole ? 0 : 1;
  });
}

/** Without a company: all of them, and first the installation's own, which has no name. */
async function wantedAudits(
  installation: Installation,
  slug: string | undefined,
): Promise<{ id: number; slug: string | null }[]> {
  if (slug !== undefined) return [{ id: (await companyNamed(installation, slug)).id, slug }];
  return [{ id: INSTALLATION, slug: null }, ...(await listCompanies(door(installation, "web")))];
}

async function verifyFile(file: string, keyFile: string | undefined, io: Io): Promise<number> {
  const pinned = await keyOf(keyFile);
  const verdict = await verifyAuditFile(file, pinned);
  io.out(verdict);
  if (verdict.problem !== null) io.note(sentence(verdict));
  else if (verdict.badLine !== null)
    io.note(`Line ${verdict.badLine} of the file is missing, cannot be read, or is a head that another key signed.`);
  if (!verdict.keyPinned)
    io.note("The heads fit the key inside the file. Pin the installation's own key with --key to know who signed.");
  return verdict.ok ? 0 : 1;
}

async function head(company: string | undefined, io: Io): Promise<number> {
  return await withInstallation(["web"], async (installation) => {
    const wanted = await wantedAudits(installation, company);
    const { signed, refused } = await signHeads(installation, { companies: wanted.map((one) => one.id), again: true });
    for (const { id, slug } of wanted)
      io.out({ company: slug, signed: signed.includes(id), refused: refused.includes(id) });
    if (refused.length > 0)
      io.note("Where it was refused, the audit no longer holds what was signed last. Run: gallra audit verify");
    return refused.length === 0 ? 0 : 1;
  });
}

async function exportTo(
  values: { company?: string | undefined; as?: string | undefined; force: boolean },
  file: string,
  io: Io,
) {
  if (!values.force) refuseOverwriting(file);
  return await asPerson(values, async (ctx) => {
    const { lines } = await exportAudit(ctx);
    const partial = `${file}.part`;
    try {
      await pipeline(Readable.from(lines), createWriteStream(partial, { mode: 0o600 }));
      await rename(partial, file);
    } catch (cause) {
      await rm(partial, { force: true });
      throw new AppError("unavailable", "The file could not be written. Check the folder and the space on the disk.", {
        cause,
      });
    }
    io.out({ company: ctx.company.slug, file });
    return 0;
  });
}

/** The key named, else that of the installation in this home, if there is one. */
async function keyOf(file: string | undefined) {
  try {
    if (file !== undefined) return JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
    return (await loadSecrets(readEnv().home)).signing.publicJwk;
  } catch (cause) {
    if (file === undefined) return undefined;
    throw new AppError("bad-input", "The key cannot be read: expected a public key as JWK.", { cause });
  }
}

const FAULTS = {
  edited: "was changed",
  deleted: "is missing",
  inserted: "was put in",
  swapped: "stands in the place of another one",
  truncated: "and what came after it were cut off",
  rewritten:
    "is not the one that was signed: everything from the last signed head before it may have been written anew",
  unsigned: "is said to be where the audit begins, and no key of this installation signed that",
} as const;

function sentence({ problem }: Pick<AuditVerdict, "problem">): string {
  if (problem === null) return "unbroken.";
  return `entry ${problem.seq} ${FAULTS[problem.kind]}. Entries up to ${problem.after} are untouched.`;
}
