import { readdirSync, readFileSync } from "node:fs";
import { get } from "node:http";
import { spawn } from "node:child_process";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { BrowserContext, Page } from "playwright-core";
import { openScene } from "#app/_e2e/scene.ts";
import type { Person } from "#app/_e2e/settle.ts";
import type { OwnProduct } from "#app/_e2e/start-product.ts";
import { sweepLogs } from "#server/maintenance/logs/sweep-logs.ts";
import type { Place } from "../tenants/world.ts";
import { type Canary, plantedCanaries } from "./canaries.ts";
import { blindSpots, CONTROL, textHits } from "./controls.ts";
import { Finder } from "./finder.ts";
import { type Hits, look, noHits, searchDatabase, searchFiles, searchProcesses } from "./haystacks.ts";
import { apart, searchOpened, shieldedCalls } from "./shielded.ts";
import { call, plantInFiles, plantMore, wrongInputs } from "./plant.ts";

export interface LeakReport {
  readonly hits: Readonly<Record<string, Hits>>;
  /** Haystacks in which the control canary was not found, although it had been put there in clear. */
  readonly blind: readonly string[];
  readonly planted: number;
  readonly found: number;
  readonly wrongCalls: number;
  readonly searches: number;
  /** People who stand in shielded calls alone, and those of them that a search found. */
  readonly shielded: number;
  readonly shieldedFound: number;
  /** Calls with a category, of so many planted. */
  readonly shieldedCalls: number;
  readonly shieldedCallsPlanted: number;
}

const SLUG = "sju";
const PATIENCE_MS = 120_000;

/** Everything the product does with canaries, and then everything it leaves behind, searched for them. */
export async function scanForLeaks(
  product: OwnProduct,
  metricsPort: number,
  options: { count: number; loadMs: number },
): Promise<LeakReport> {
  const planted = plantedCanaries(options.count);
  const { ordinary: canaries, shielded } = apart(planted);
  const finder = new Finder([...planted, CONTROL]);
  const { folder, shieldedCalls: shieldedCallsPlanted } = await plantInFiles(product, SLUG, canaries, shielded);
  const person = await addPerson(product, "anna", "company-administrator", ["--company", SLUG]);
  const operator = await addPerson(product, "siv", "system-administrator", []);
  for (const until = Date.now() + options.loadMs, round = { n: 0 }; Date.now() < until; round.n++) {
    plantMore(folder, canaries, round.n);
    await wait(5_000);
  }
  const browsed = await browse(product, person, operator, canaries, shielded);
  await commandLine(product, person, canaries);
  const hits: Record<string, Hits> = {
    "URLs, titles, storage and console of the browser": browsed.hits,
    "error texts": textHits(finder, browsed.refusals, "refusal"),
    metrics: textHits(finder, await metricsOf(product, metricsPort)),
    processes: searchProcesses(finder, product.home),
    "data database": await searchDatabase(finder, product.home, "data"),
    "keyring database": await searchDatabase(finder, product.home, "keyring"),
  };
  await product.command(["support-bundle", "-o", join(product.home, "bundle.zip")]);
  // Postgres' own lines are carried over every ten seconds; a day later everything of today is packed.
  await wait(11_000);
  const skip = (path: string) => path === join(product.home, "shared") || path === join(product.home, "clusters");
  hits["home: logs, inbox, exports, ledger, bundle"] = searchFiles(finder, product.home, skip, "home");
  await sweepLogs(product.home, new Date(Date.now() + 86_400_000));
  hits["packed logs"] = searchFiles(finder, join(product.home, "logs"), () => false, "logs");
  hits["Postgres' own folders of logs"] = postgresLogs(finder, product.home);
  const opened = searchOpened(product, SLUG, new Finder(shielded), new Finder(canaries));
  hits["everything sealed, opened with every key: shielded canaries"] = opened.hits;
  const stored = await shieldedCalls(product);
  const blind = [...(await blindSpots(product, finder)), ...(opened.blind ? ["what is sealed"] : [])];
  return {
    hits,
    blind,
    planted: planted.length,
    found: browsed.found,
    wrongCalls: browsed.wrongCalls,
    searches: browsed.searches,
    shielded: shielded.length,
    shieldedFound: browsed.shieldedFound,
    shieldedCalls: stored,
    shieldedCallsPlanted,
  };
}

async function addPerson(product: OwnProduct, who: string, profile: string, place: readonly string[]): Promise<Person> {
  const email = `${who}@sju.example`;
  const [line] = await product.command([
    "user",
    "add",
    "--email",
    email,
    "--name",
    who,
    "--profile",
    profile,
    ...place,
  ]);
  return { email, password: String(line?.["password"]) };
}

interface Browsed {
  readonly hits: Hits;
  readonly refusals: string[];
  readonly wrongCalls: number;
  readonly searches: number;
  readonly found: number;
  readonly shieldedFound: number;
}

/** A real browser: what its address bar, history, storage, titles, requests and console show, while canaries are searched. */
async function browse(
  product: OwnProduct,
  person: Person,
  operator: Person,
  canaries: readonly Canary[],
  shielded: readonly Canary[],
): Promise<Browsed> {
  const finder = new Finder([...canaries, ...shielded, CONTROL]);
  const hits = noHits();
  const scene = await openScene(product);
  try {
    const opened = await scene.open({ language: "sv" }, person);
    opened.context.setDefaultTimeout(PATIENCE_MS);
    await watch(opened.context, opened.page, (place, text) => look(hits, finder, place, text));
    const sought = await searchAll(opened.page, opened.context, canaries);
    const shieldedFound = await countFound(opened.context, shielded);
    await lookAtPage(opened.page, (place, text) => look(hits, finder, place, text));
    const wrong = await wrongInputs(opened.context, canaries, nowhere());
    const high = await scene.open({ language: "en" }, operator);
    high.context.setDefaultTimeout(PATIENCE_MS);
    const wrongHigh = await wrongInputs(high.context, canaries, nowhere(), (name) =>
      /^(maintenance|companies|people|profiles|me|views|overview)\./.test(name),
    );
    const refusals = [
      ...wrong.refusals,
      ...wrongHigh.refusals,
      ...(await strangers(product, opened.context, canaries)),
    ];
    await scene.closeLeftOver();
    return { hits, refusals, wrongCalls: wrong.calls + wrongHigh.calls, ...sought, shieldedFound };
  } finally {
    await scene.close();
  }
}

/** By hand in the page first; then each canary through the procedure that the page calls. An export is asked for at the end. */
async function searchAll(page: Page, context: BrowserContext, canaries: readonly Canary[]) {
  await page.goto("/data");
  for (const { text } of canaries.filter((one) => one.kind !== "name").slice(0, 3)) {
    await page.locator("#number").fill(text);
    await page.locator("#number").press("Enter");
    await page.waitForTimeout(400);
  }
  const sought = canaries.filter((one, i) => one.kind !== "name" && i % 4 === 0);
  return { searches: sought.length, found: await countFound(context, sought) };
}

/** How many of the numbers and identity numbers a search finds calls of. */
async function countFound(context: BrowserContext, canaries: readonly Canary[]): Promise<number> {
  let found = 0;
  for (const { kind, text } of canaries) {
    if (kind === "name") continue;
    const { status, body } = await call(context.request, "data.search", { text });
    if (status === 200 && /"hitId"/.test(body)) found++;
  }
  return found;
}

async function watch(context: BrowserContext, page: Page, tell: (place: string, text: string) => void): Promise<void> {
  context.on("request", (request) => tell("request address", decodeURIComponent(request.url())));
  page.on("console", (message) => tell("console", message.text()));
  page.on("pageerror", (error) => tell("console", error.message));
  page.on("framenavigated", (frame) => tell("address bar", decodeURIComponent(frame.url())));
}

async function lookAtPage(page: Page, tell: (place: string, text: string) => void): Promise<void> {
  tell("title", await page.title());
  tell(
    "storage",
    await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])),
  );
  tell("storage", await page.evaluate(async () => JSON.stringify(await indexedDB.databases())));
  tell("storage", await page.evaluate(async () => JSON.stringify(await caches.keys())));
}

/** Without a session: wrong e-mail addresses, wrong paths, wrong tokens. */
async function strangers(product: OwnProduct, context: BrowserContext, canaries: readonly Canary[]): Promise<string[]> {
  const bodies: string[] = [];
  for (const { text } of canaries.filter((_, i) => i % 50 === 0)) {
    const client = await context.request.post(`${product.address}/api/client-logs`, {
      data: { kind: text, page: text, message: text },
      failOnStatusCode: false,
    });
    const path = await context.request.get(`${product.address}/api/${encodeURIComponent("x")}`, {
      headers: { "x-request-id": text, referer: "https://localhost/" },
      failOnStatusCode: false,
    });
    const form = await context.request.post(`${product.address}/api/auth/callback/credentials`, {
      form: { email: `${text}@sju.example`, password: text },
      failOnStatusCode: false,
      maxRedirects: 0,
    });
    for (const answer of [client, path, form]) bodies.push(await answer.text());
  }
  return bodies;
}

async function commandLine(product: OwnProduct, person: Person, canaries: readonly Canary[]): Promise<void> {
  const as = ["--company", SLUG, "--as", person.email];
  await product.command(["sign-in", "--as", person.email], person.password);
  const [first, second] = canaries.filter((one) => one.kind === "phone");
  if (first === undefined || second === undefined) return;
  await product.command(["search", ...as, "--number", "-"], first.text);
  await product.command(
    ["export", ...as, "--number", "-", "--format", "csv", "-o", join(product.home, "shared", "out.csv")],
    second.text,
  );
  await product.command(["erase", ...as, "--number", "-", "--reason", "Art. 17, begäran sju", "--yes"], first.text);
  for (const wrong of [
    ["search", ...as, "--number", "-", "--from", second.text],
    ["number", "--country", second.text, "112"],
  ])
    await product.command(wrong, first.text).catch(() => undefined);
}

async function metricsOf(product: OwnProduct, port: number): Promise<string[]> {
  const token = readFileSync(join(product.home, "secrets", "metrics.token"), "utf8").trim();
  const texts = await Promise.all([1, 2, 3].map((offset) => textAt(port + offset)));
  const run = spawnCurl(`${product.address}/metrics`, token);
  return [...texts, await run];
}

function textAt(port: number): Promise<string> {
  return new Promise((done, failed) => {
    get({ host: "127.0.0.1", port, path: "/metrics" }, (response) => {
      let text = "";
      response.on("data", (chunk: Buffer) => (text += chunk.toString()));
      response.on("end", () => done(text));
    }).on("error", failed);
  });
}

/** The portal's certificate was made on this machine: asked by a program of its own, that is told so. */
function spawnCurl(address: string, token: string): Promise<string> {
  const code = `fetch(process.argv[1],{headers:{authorization:"Bearer "+process.argv[2]}}).then(async r=>process.stdout.write(r.status+" "+await r.text()))`;
  return new Promise((done) => {
    const child = spawn(process.execPath, ["-e", code, address, token], {
      env: { NODE_TLS_REJECT_UNAUTHORIZED: "0", NODE_NO_WARNINGS: "1" } as unknown as NodeJS.ProcessEnv,
    });
    let text = "";
    child.stdout.on("data", (chunk: Buffer) => (text += chunk.toString()));
    child.once("close", () => done(text));
  });
}

function postgresLogs(finder: Finder, home: string): Hits {
  const hits = noHits();
  for (const cluster of ["data", "keyring"]) {
    const folder = join(home, "clusters", cluster, "log");
    for (const file of readdirSync(folder)) look(hits, finder, `${cluster}/log`, readFileSync(join(folder, file)));
  }
  return hits;
}

function nowhere(): Place {
  const id = () => crypto.randomUUID();
  return {
    companyId: 2_000_000_111,
    resellerId: 2_000_000_112,
    name: "x",
    sourceId: 2_000_000_113,
    accountId: id(),
    selectionId: id(),
    exportId: id(),
    erasureId: id(),
    certificateId: id(),
    hitId: id(),
    folder: "/nowhere",
  } as unknown as Place;
}
