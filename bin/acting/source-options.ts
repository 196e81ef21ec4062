import { readFileSync } from "node:fs";
import { AppError } from "#server/domain/app-error.ts";
import { secretsOf, type Transport } from "#server/sources/index.ts";
import { type Io, UsageError } from "../command.ts";

/** `NAME=VALUE` of a transport's fields, each of the kind that its field has. */
export function settingsFrom(transport: Transport, pairs: readonly string[]): Record<string, unknown> {
  const entries = pairs.map((pair): [string, unknown] => {
    const at = pair.indexOf("=");
    const name = pair.slice(0, at);
    const field = transport.fields.find((one) => one.name === name);
    if (at < 1 || field === undefined || secretsOf(transport).includes(name)) throw unknown(transport, name);
    return [name, settingValue(field.kind, pair.slice(at + 1), name)];
  });
  return Object.fromEntries(entries);
}

/** One credential from standard input, any from files: never from the command line, which the shell keeps and others see. */
export async function credentialsFrom(
  transport: Transport,
  { secret, files }: { readonly secret?: string | undefined; readonly files: readonly string[] },
  io: Io,
): Promise<Record<string, string>> {
  const known = secretsOf(transport);
  const names = [...files.map((pair) => pair.slice(0, Math.max(0, pair.indexOf("=")))), ...(secret ? [secret] : [])];
  const strange = names.find((name) => !known.includes(name));
  if (strange !== undefined)
    throw new UsageError(
      known.length === 0
        ? `The transport ${transport.id} has no credentials.`
        : `The credentials of ${transport.id} are ${known.join(", ")}.`,
    );
  const read = files.map((pair): [string, string] => {
    const at = pair.indexOf("=");
    return [pair.slice(0, at), fileText(pair.slice(at + 1))];
  });
  return Object.fromEntries(secret === undefined ? read : [...read, [secret, await io.stdin()]]);
}

function settingValue(kind: string, value: string, name: string): unknown {
  if (kind === "number") {
    if (value.trim() === "" || !Number.isFinite(Number(value))) throw new UsageError(`--set ${name} takes a number.`);
    return Number(value);
  }
  if (kind !== "switch") return value;
  if (value !== "true" && value !== "false") throw new UsageError(`--set ${name} is true or false.`);
  return value === "true";
}

function fileText(path: string): string {
  try {
    return readFileSync(path, "utf8").replace(/\r?\n$/, "");
  } catch (cause) {
    throw new AppError("not-found", `The file ${path} cannot be read.`, { cause });
  }
}

function unknown(transport: Transport, name: string): UsageError {
  const plain = transport.fields.filter((field) => !secretsOf(transport).includes(field.name));
  const said = plain.map((field) =>
    field.values === undefined ? field.name : `${field.name} (${field.values.join("|")})`,
  );
  const shown = /^[A-Za-z]{1,40}$/.test(name) ? ` ${name}` : "";
  return new UsageError(
    `There is no setting${shown} of ${transport.id}. Set with --set NAME=VALUE: ${said.join(", ")}.`,
  );
}
