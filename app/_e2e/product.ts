import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const ROOT = resolve(import.meta.dirname, "..", "..");
const START_MS = 240_000;
const STOP_MS = 20_000;

export interface Product {
  readonly address: string;
  readonly home: string;
  /** A folder that sources may read. */
  readonly shared: string;
  /** Runs a command of the command line in this home; answers its lines. Throws when it fails. */
  command(words: readonly string[], input?: string): Promise<Record<string, unknown>[]>;
  stop(): Promise<void>;
}

/** The whole product as `npm start` runs it, without the demo, in a home of its own. */
export async function startProduct(): Promise<Product> {
  const home = realpathSync(mkdtempSync(join(tmpdir(), "gallra-e2e-")));
  const port = await freePort();
  const env = environment({ GALLRA_HOME: home, GALLRA_PORT: String(port) });
  const child = spawn(process.execPath, [join(ROOT, "bin", "supervise.ts"), "--empty"], {
    cwd: ROOT,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const address = `https://localhost:${port}`;
  let said = "";
  const ended = new Promise<void>((done) => child.once("close", () => done()));
  await new Promise<void>((ready, failed) => {
    const timer = setTimeout(() => failed(new Error(`the product did not start:\n${said}`)), START_MS);
    const listen = (chunk: Buffer) => {
      said += chunk.toString();
      if (!said.includes("Ctrl-C stops everything")) return;
      clearTimeout(timer);
      ready();
    };
    child.stdout.on("data", listen);
    child.stderr.on("data", listen);
    child.once("close", () => failed(new Error(`the product ended:\n${said}`)));
  });
  const shared = join(home, "shared", "ekbacken");
  mkdirSync(shared, { recursive: true });
  const stop = async () => {
    child.kill("SIGTERM");
    await Promise.race([ended, new Promise((done) => setTimeout(done, STOP_MS).unref())]);
    const clusters = join(home, "clusters");
    if (existsSync(clusters)) rmSync(realpathSync(clusters), { recursive: true, force: true });
    rmSync(home, { recursive: true, force: true });
  };
  return { address, home, shared, command: (words, input) => runCommand(env, words, input), stop };
}

function runCommand(env: NodeJS.ProcessEnv, words: readonly string[], input = ""): Promise<Record<string, unknown>[]> {
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, [join(ROOT, "bin", "gallra.ts"), ...words], { cwd: ROOT, env });
    let out = "";
    let notes = "";
    child.stdout.on("data", (chunk: Buffer) => {
      out += chunk.toString();
    });
    child.stderr.on("data", (chunk: Buffer) => {
      notes += chunk.toString();
    });
    child.once("close", (code) => {
      if (code === 0)
        done(
          out
            .split("\n")
            .filter((line) => line !== "")
            .map(readLine),
        );
      else failed(new Error(`gallra ${words[0]} ended with ${code}: ${notes}`));
    });
    child.stdin.end(input);
  });
}

function readLine(line: string): Record<string, unknown> {
  const value: unknown = JSON.parse(line);
  return typeof value === "object" && value !== null ? { ...value } : { value };
}

function environment(settings: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const { PATH = "", HOME = "" } = process.env;
  return { NODE_ENV: "production", PATH, HOME, TZ: "UTC", ...settings };
}

function freePort(): Promise<number> {
  return new Promise((done) => {
    const server = createServer();
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => done(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

export interface Person {
  readonly email: string;
  readonly password: string;
}

export interface Town {
  readonly administrator: Person;
  readonly dpo: Person;
  readonly reseller: Person;
  /** Calls of NUMBER among those written. */
  readonly calls: number;
}

/** Reserved for fiction by the Post and Telecom Authority. */
export const NUMBER = "0701740605";
const ANOTHER = "0701740633";
const CALLS = 30;

/** A company with three people and a source that has been read to its end. */
export async function settle(product: Product): Promise<Town> {
  await product.command([
    "company",
    "add",
    "--slug",
    "ekbacken",
    "--name",
    "Vårdcentralen Ekbacken",
    "--extension-length",
    "4",
  ]);
  const add = async (email: string, profile: string, company: readonly string[]): Promise<Person> => {
    const [line] = await product.command([
      "user",
      "add",
      "--email",
      email,
      "--name",
      email.split("@")[0] ?? email,
      "--profile",
      profile,
      ...company,
    ]);
    return { email, password: String(line?.["password"]) };
  };
  const own = ["--company", "ekbacken"];
  const administrator = await add("anna@ekbacken.example", "company-administrator", own);
  const dpo = await add("kim@ekbacken.example", "dpo", own);
  const reseller = await add("rut@telefonhuset.example", "reseller", []);
  writeFileSync(join(product.shared, "calls.csv"), callFile());
  const source = [
    "source",
    "add",
    ...own,
    "--driver",
    "flexi-call-history",
    "--path",
    product.shared,
    "--name",
    "Presentity",
    "--start",
  ];
  await product.command(source);
  return { administrator, dpo, reseller, calls: CALLS };
}

/** A call a day of NUMBER, in changing notations, and one of somebody else beside each. */
function callFile(): string {
  const notations = [NUMBER, "+46701740605", "0046701740605", "070-174 06 05"];
  const lines = ["SOURCE;NOTE;DATE;ID;DIRECTION;CALLING;CALLED;NAME;RING;DURATION;STATUS"];
  for (let i = 0; i < CALLS; i++) {
    const day = new Date(Date.now() - (i + 1) * 86_400_000).toISOString().slice(0, 10);
    lines.push(
      `CALL_HISTORY;extension=30${10 + (i % 5)};${day} 10:15:0${i % 10}.000;a-${i};IN;${notations[i % 4]};30${10 + (i % 5)};;5;61;ANSWERED`,
    );
    lines.push(`CALL_HISTORY;extension=3000;${day} 11:00:00.000;b-${i};OUT;3000;${ANOTHER};;5;30;ANSWERED`);
  }
  return `${lines.join("\n")}\n`;
}
