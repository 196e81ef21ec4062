import { existsSync, readFileSync } from "node:fs";
import { isIP } from "node:net";
import { homedir } from "node:os";
import { isAbsolute, join, resolve } from "node:path";
import { z } from "zod";
import { AppError } from "./domain/app-error.ts";

/** The settings of a process, read once. Secrets are no part of it: they stand in files of the home. */
export interface Env {
  /** The folder that holds everything of this installation. */
  readonly home: string;
  readonly host: string;
  readonly port: number;
  /** A second, plain port that only redirects to HTTPS. */
  readonly httpPort?: number;
  /** Where this process tells its figures, on 127.0.0.1; absent, only the portal does, to whoever has the token. */
  readonly metricsPort?: number;
  /** Addresses or networks of the operator's own proxies, whose word about the client is believed. */
  readonly trustedProxies?: readonly string[];
  readonly certFile?: string;
  readonly keyFile?: string;
  /** Read by the supervisor alone; children reach the clusters through the home. */
  readonly databaseUrl?: string;
  readonly keyringUrl?: string;
  readonly release: string;
}

/** Reads GALLRA_* and the cluster URLs. Throws AppError "bad-input" naming the variable, never its value. */
export function readEnv(from: Readonly<Record<string, string | undefined>> = process.env): Env {
  const read = Variables.safeParse(withoutEmpty(from));
  if (!read.success) {
    const lines = read.error.issues.map((issue) => `${String(issue.path[0])} ${issue.message}`);
    throw new AppError("bad-input", `Wrong setting: ${lines.join("; ")}.`);
  }
  const values = read.data;
  if ((values.GALLRA_CERT === undefined) !== (values.GALLRA_KEY === undefined)) {
    throw new AppError(
      "bad-input",
      "Set GALLRA_CERT and GALLRA_KEY together: a certificate is of no use without its key.",
    );
  }
  const databaseUrl = urlOf(values, "DATABASE_URL");
  const keyringUrl = urlOf(values, "KEYRING_URL");
  return {
    home: values.GALLRA_HOME === undefined ? join(ROOT, ".gallra") : absolute(values.GALLRA_HOME),
    host: values.GALLRA_HOST,
    port: values.GALLRA_PORT,
    release: RELEASE,
    ...(values.GALLRA_HTTP_PORT === undefined ? {} : { httpPort: values.GALLRA_HTTP_PORT }),
    ...(values.GALLRA_METRICS_PORT === undefined ? {} : { metricsPort: values.GALLRA_METRICS_PORT }),
    ...(values.GALLRA_TRUSTED_PROXY === undefined ? {} : { trustedProxies: values.GALLRA_TRUSTED_PROXY }),
    ...(values.GALLRA_CERT === undefined ? {} : { certFile: absolute(values.GALLRA_CERT) }),
    ...(values.GALLRA_KEY === undefined ? {} : { keyFile: absolute(values.GALLRA_KEY) }),
    ...(databaseUrl === undefined ? {} : { databaseUrl }),
    ...(keyringUrl === undefined ? {} : { keyringUrl }),
  };
}

const ROOT = installationRoot();
const RELEASE = readRelease();

const Port = z.coerce
  .number("must be a port number")
  .int("must be a port number")
  .min(1, "must be at least 1")
  .max(65_535, "must be at most 65535");

/** Never "all": whoever could name any address could write any into the audit. */
const Proxies = z
  .string()
  .transform((text) => text.split(/[\s,]+/).filter((entry) => entry !== ""))
  .refine((entries) => entries.every(isNetwork), "must be addresses or networks like 192.0.2.1, 10.0.0.0/8");

const Variables = z.object({
  GALLRA_HOME: z.string().optional(),
  GALLRA_HOST: z.string().default("127.0.0.1"),
  GALLRA_PORT: Port.default(8443),
  GALLRA_HTTP_PORT: Port.optional(),
  GALLRA_METRICS_PORT: Port.optional(),
  GALLRA_TRUSTED_PROXY: Proxies.optional(),
  GALLRA_CERT: z.string().optional(),
  GALLRA_KEY: z.string().optional(),
  DATABASE_URL: z.string().optional(),
  DATABASE_URL_FILE: z.string().optional(),
  KEYRING_URL: z.string().optional(),
  KEYRING_URL_FILE: z.string().optional(),
});

function isNetwork(entry: string): boolean {
  const [address = "", bits, more] = entry.split("/");
  const longest = isIP(address) === 4 ? 32 : 128;
  const length = bits === undefined ? longest : Number(bits);
  return isIP(address) !== 0 && more === undefined && Number.isInteger(length) && length > 0 && length <= longest;
}

function withoutEmpty(from: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(from).filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== ""),
  );
}

/** A URL holds a password, so that a file is the better place for it. */
function urlOf(values: z.infer<typeof Variables>, name: "DATABASE_URL" | "KEYRING_URL"): string | undefined {
  const file = values[`${name}_FILE`];
  if (file === undefined) return values[name];
  try {
    return readFileSync(absolute(file), "utf8").trim();
  } catch (cause) {
    throw new AppError(
      "bad-input",
      `Cannot read the file that ${name}_FILE names. Check that it exists and that this user may read it.`,
      { cause },
    );
  }
}

function absolute(path: string): string {
  if (path === "~" || path.startsWith("~/")) return join(homedir(), path.slice(1));
  return isAbsolute(path) ? path : resolve(path);
}

/** Under Next the module stands in a bundle somewhere else; the web process is always started in the root. */
function installationRoot(): string {
  const above = typeof import.meta.dirname === "string" ? resolve(import.meta.dirname, "..") : null;
  return above !== null && existsSync(join(above, "bin", "start.mjs")) ? above : process.cwd();
}

function readRelease(): string {
  try {
    return (JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { version: string }).version;
  } catch {
    return "unknown";
  }
}
