import { z } from "zod";
import { type Keyring, signStatement, verifyStatement } from "../../keyring/index.ts";
import { AppError } from "../../domain/app-error.ts";
import { SightInput } from "../../domain/sight.ts";

/** What the installation signs about one file: enough to check it years later, and nobody's number. */
export const ExportStatement = z.strictObject({
  type: z.literal("gallra-export"),
  version: z.literal(1),
  exportId: z.uuid(),
  company: z.string(),
  fileName: z.string(),
  format: z.enum(["csv", "csv-exact", "json", "xlsx"]),
  /** Lines of the file. Together with `left_out` they are what was frozen. */
  rows: z.int(),
  frozen: z.int(),
  leftOut: z.int(),
  /** Calls that matched and were not frozen, because they are restricted (Art. 18); what was restricted later is in `leftOut`. */
  restricted: z.int().optional(),
  /** On how many lists of private numbers the number asked for stood when the choice was frozen. */
  privateLists: z.int().optional(),
  columns: z.array(z.string()),
  timeZone: z.string(),
  /** Start of the oldest and the newest call in the file. */
  period: z.strictObject({ from: z.iso.datetime().nullable(), to: z.iso.datetime().nullable() }),
  requestedBy: z.string(),
  requestedAt: z.iso.datetime(),
  frozenAt: z.iso.datetime(),
  writtenAt: z.iso.datetime(),
  purpose: z.string().nullable(),
  otherParties: z.enum(["masked", "clear"]),
  /** The case under which the file is given out to the public; then everybody in it is masked whole. */
  disclosure: z.string().optional(),
  /** How the file shows each kind of value: as the profile of whoever asked does, or masked for disclosure. */
  sight: SightInput,
  encryption: z.enum(["none", "age-key", "age-passphrase"]),
  bytes: z.int(),
  /** Of the file as it is delivered, in hex. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type ExportStatement = z.infer<typeof ExportStatement>;

/** The manifest as it is delivered: readable, and signed. */
export async function signManifest(keyring: Keyring, statement: ExportStatement): Promise<string> {
  const jws = await signStatement(keyring, ExportStatement.parse(statement));
  return `${JSON.stringify({ statement, jws }, null, 2)}\n`;
}

export interface ManifestVerdict {
  readonly statement: ExportStatement;
  /** Whether a key of the reader's own choice was checked. */
  readonly keyPinned: boolean;
}

/** Needs no server. Throws AppError "corrupt" when the manifest was changed or is none, "bad-input" when it is no JSON. */
export async function verifyManifest(text: string, jwk?: Record<string, unknown>): Promise<ManifestVerdict> {
  const { jws, statement: shown } = readJson(text);
  const { payload, pinned } = await verifyStatement(jws, jwk);
  const statement = ExportStatement.safeParse(payload);
  const same = statement.success && sameJson(ExportStatement.safeParse(shown).data, statement.data);
  if (!same) throw new AppError("corrupt", "What this manifest shows is not what was signed.");
  return { statement: statement.data, keyPinned: pinned };
}

function readJson(text: string): { jws: string; statement: unknown } {
  try {
    return z.strictObject({ statement: z.unknown(), jws: z.string() }).parse(JSON.parse(text)) as {
      jws: string;
      statement: unknown;
    };
  } catch (cause) {
    throw new AppError("bad-input", "This file is no manifest: expected JSON with the fields statement and jws.", {
      cause,
    });
  }
}

/** Parsed by the same schema both have their fields in the same order. */
function sameJson(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
