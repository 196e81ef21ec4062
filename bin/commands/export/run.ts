import { createWriteStream, existsSync } from "node:fs";
import { rename, rm, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import type { CompanyContext } from "#server/context.ts";
import { AppError } from "#server/domain/app-error.ts";
import {
  EXPORT_FORMATS,
  type ExportView,
  fetchExport,
  freezeSelection,
  issueExportLink,
  readExport,
  readExportManifest,
  requestExport,
  type RequestExportInput,
} from "#server/privacy/index.ts";
import { asPerson, PERSON_OPTIONS } from "../../acting/person.ts";
import { follow } from "../../acting/progress.ts";
import { refuseOverwriting } from "../../acting/refuse-overwriting.ts";
import { readSought, SOUGHT_OPTIONS } from "../../acting/sought.ts";
import { type Args, type Io, parseArgs, UsageError } from "../../command.ts";

export const EXPORT_USAGE =
  "--company SLUG --as EMAIL (--number - | --ssn -) [--format csv|csv-exact|json|xlsx] [--purpose TEXT] [--others masked|clear] [--disclosure REFERENCE] [--encrypt-to AGE_KEY | --passphrase -] [--tier TIER]... [--from DAY] [--to DAY] -o FILE [--force]";

type Asked = Omit<RequestExportInput, "selectionId">;

export async function runExportCommand(args: Args, io: Io): Promise<number> {
  const { values } = parseArgs(args, {
    ...PERSON_OPTIONS,
    ...SOUGHT_OPTIONS,
    format: { type: "string", default: "csv" },
    purpose: { type: "string" },
    others: { type: "string", default: "masked" },
    disclosure: { type: "string" },
    "encrypt-to": { type: "string" },
    passphrase: { type: "string" },
    output: { type: "string", short: "o" },
    force: { type: "boolean", default: false },
  });
  const format = EXPORT_FORMATS.find((one) => one === values.format);
  if (format === undefined) throw new UsageError(`--format is one of ${EXPORT_FORMATS.join(", ")}.`);
  if (values.others !== "masked" && values.others !== "clear") throw new UsageError("--others is masked or clear.");
  if (values.disclosure !== undefined && values.others === "clear")
    throw new UsageError("--disclosure masks everybody: leave --others clear out.");
  const file = values.output;
  if (file === undefined) throw new UsageError("Name the file with -o FILE.");
  if (!existsSync(dirname(resolve(file))))
    throw new AppError("not-found", `The folder of ${file} does not exist: nothing was exported. Make it first.`);
  if (values.force !== true) refuseOverwriting(file, manifestOf(file));
  const { sought, encryptFor } = await readSecrets(values, io);
  const asked: Asked = {
    format,
    otherParties: values.others,
    ...(values.purpose === undefined ? {} : { purpose: values.purpose }),
    ...(values.disclosure === undefined ? {} : { disclosure: values.disclosure }),
    ...(encryptFor === undefined ? {} : { encryptFor }),
  };
  return await asPerson(values, async (ctx) => {
    io.out(await exportTo(ctx, sought, asked, { file, force: values.force === true }, io));
    return 0;
  });
}

function manifestOf(file: string): string {
  return `${file}.manifest.json`;
}

/** Standard input carries the number on its first line and, where one is asked for, the passphrase on the next. */
async function readSecrets(
  values: Parameters<typeof readSought>[0] & {
    readonly "encrypt-to"?: string | undefined;
    readonly passphrase?: string | undefined;
  },
  io: Io,
): Promise<{ sought: Awaited<ReturnType<typeof readSought>>; encryptFor: RequestExportInput["encryptFor"] }> {
  const { "encrypt-to": recipient, passphrase } = values;
  if (recipient !== undefined && passphrase !== undefined)
    throw new UsageError("Encrypt to a key or with a passphrase, not both.");
  if (passphrase === undefined)
    return { sought: await readSought(values, io), encryptFor: recipient === undefined ? undefined : { recipient } };
  if (passphrase !== "-")
    throw new UsageError("A passphrase comes by standard input alone: --passphrase - reads it from there.");
  const lines = (await io.stdin()).split(/\r?\n/);
  const numberFirst = values.number === "-" || values.ssn === "-";
  const secret = lines[numberFirst ? 1 : 0] ?? "";
  if (secret === "")
    throw new UsageError(
      numberFirst
        ? "Give the number on the first line and the passphrase on the second."
        : "There is no passphrase on standard input.",
    );
  const first: Io = { ...io, stdin: async () => lines[0] ?? "" };
  return { sought: await readSought(values, first), encryptFor: { passphrase: secret } };
}

async function exportTo(
  ctx: CompanyContext,
  sought: Awaited<ReturnType<typeof readSought>>,
  asked: Asked,
  { file, force }: { readonly file: string; readonly force: boolean },
  io: Io,
) {
  const selection = await freezeSelection(ctx, sought);
  const { exportId } = await requestExport(ctx, { selectionId: selection.selectionId, ...asked });
  const done = await follow(() => readExport(ctx, { exportId }), ended, progress, io.note);
  if (done.state !== "ready") throw new AppError("unavailable", done.problem ?? `The export ended as ${done.state}.`);
  const { token } = await issueExportLink(ctx, { exportId });
  const opened = await fetchExport(ctx, { exportId, token });
  const manifest = manifestOf(file);
  try {
    await pipeline(opened.stream, createWriteStream(`${file}.part`, { mode: 0o600, flags: "w" }));
    // Somebody may have put a file there meanwhile.
    if (!force) refuseOverwriting(file, manifest);
    await rename(`${file}.part`, file);
    await writeFile(manifest, (await readExportManifest(ctx, { exportId })).text, { mode: 0o600 });
  } catch (cause) {
    await rm(`${file}.part`, { force: true });
    if (cause instanceof AppError) throw cause;
    throw new AppError("unavailable", "The file could not be written. Check the folder and the space on the disk.", {
      cause,
    });
  }
  const { bytes, sha256 } = opened;
  return {
    exportId,
    file,
    manifest,
    format: asked.format,
    rows: done.rowsTotal - done.rowsGone,
    leftOut: done.rowsGone,
    bytes,
    sha256,
  };
}

function ended(view: ExportView): boolean {
  return view.state !== "waiting" && view.state !== "running";
}

function progress(view: ExportView): string {
  return `${view.phase ?? view.state}: ${view.rowsDone} of ${view.rowsTotal}`;
}
