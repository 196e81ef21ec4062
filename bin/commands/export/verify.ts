import { createHash } from "node:crypto";
import { createReadStream, readFileSync } from "node:fs";
import { AppError } from "#server/domain/app-error.ts";
import { readEnv } from "#server/env.ts";
import { loadSecrets } from "#server/keyring/index.ts";
import { verifyManifest } from "#server/privacy/export/manifest.ts";
import { type Args, type Io, parseArgs, UsageError } from "../../command.ts";

export const VERIFY_USAGE = "verify [--manifest FILE.manifest.json] [--key JWK_FILE] FILE";

/** Offline: the signature of the manifest, and the checksum and length of the file that it speaks of. */
export async function runVerify(args: Args, io: Io): Promise<number> {
  const { values, positionals } = parseArgs(args, { manifest: { type: "string" }, key: { type: "string" } });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new UsageError("Say: export verify FILE.");
  const text = read(values.manifest ?? `${file}.manifest.json`);
  const pinned = await keyOf(values.key);
  try {
    const { statement, keyPinned } = await verifyManifest(text, pinned);
    const { bytes, sha256 } = await measure(file);
    const valid = bytes === statement.bytes && sha256 === statement.sha256;
    io.out({ valid, keyPinned, bytes, sha256, statement });
    if (!valid) io.note("The manifest is genuine, but this is not the file it speaks of: it was changed or cut short.");
    else if (!keyPinned)
      io.note(
        "The signature fits the key inside the manifest. Pin the installation's own key with --key to know who signed.",
      );
    return valid ? 0 : 1;
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "corrupt") throw error;
    io.out({ valid: false, keyPinned: pinned !== undefined });
    io.note("This manifest was changed after it was signed, or signed with another key.");
    return 1;
  }
}

async function measure(file: string): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash("sha256");
  let bytes = 0;
  try {
    for await (const chunk of createReadStream(file)) {
      hash.update(chunk as Buffer);
      bytes += (chunk as Buffer).length;
    }
  } catch (cause) {
    throw unreadable(cause);
  }
  return { bytes, sha256: hash.digest("hex") };
}

/** The key named, else that of the installation in this home, if there is one. */
async function keyOf(file: string | undefined): Promise<Record<string, unknown> | undefined> {
  if (file !== undefined) return JSON.parse(read(file)) as Record<string, unknown>;
  try {
    return { ...(await loadSecrets(readEnv().home)).signing.publicJwk };
  } catch {
    return undefined;
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw unreadable(cause);
  }
}

function unreadable(cause: unknown): AppError {
  return new AppError("bad-input", "The file cannot be read. Check its name and that this user may read it.", {
    cause,
  });
}
