import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Browser, Page } from "playwright-core";
import { launchBrowser, openContext, type Screen, signIn } from "../app/_e2e/browser.ts";
import { type FirstSignIn, readFirstSignIns } from "./first-sign-in.ts";

// Takes the pictures of the documents from the running product: the demo in a fresh home, removed afterwards.
// node bin/run.mjs bin/screenshots.ts; GALLRA_PORT chooses the port.
const ROOT = resolve(import.meta.dirname, "..");
const PICTURES = join(ROOT, "docs", "pictures");
const PORT = process.env["GALLRA_PORT"] ?? "9743";
const ADDRESS = `https://localhost:${PORT}`;
const START_MS = 300_000;
const COLLECTED_MS = 180_000;
const PATIENCE_MS = 60_000;
const NUMBER = "+46 (0)70-174 06 05";
const PERSON = "admin@ekdala.example";

const ENGLISH: Screen = { language: "en", width: 1280, height: 660 };
const SWEDISH: Screen = { language: "sv", width: 1280, height: 660 };

await main();

async function main(): Promise<void> {
  mkdirSync(PICTURES, { recursive: true });
  const home = realpathSync(mkdtempSync(join(tmpdir(), "gallra-screenshots-")));
  const product = await startDemo(home);
  try {
    const browser = await launchBrowser();
    try {
      await takeAll(browser, signInOf(home));
    } finally {
      await browser.close();
    }
  } finally {
    await product.stop();
  }
}

async function takeAll(browser: Browser, person: FirstSignIn): Promise<void> {
  await withPage(browser, ENGLISH, person, async (page) => {
    await untilCollected(page);
    await shoot(page, "data-management");
  });
  await withPage(browser, SWEDISH, person, async (page) => {
    await find(page, NUMBER);
    await shoot(page, "datahantering");
  });
  await withPage(browser, { ...ENGLISH, theme: "dark" }, person, async (page) => {
    await page.goto("/retention");
    await settled(page);
    await shoot(page, "retention-dark");
  });
  await withPage(browser, { language: "sv", width: 360, height: 740 }, person, async (page) => {
    await find(page, NUMBER);
    await shoot(page, "datahantering-360");
  });
  await withPage(browser, ENGLISH, person, async (page) => {
    await page.goto("/sources");
    await settled(page);
    await shoot(page, "sources");
  });
  await withPage(browser, { language: "en", width: 1000, height: 720 }, person, async (page) => {
    await eraseWithCertificate(page);
  });
}

/** Last, since what is erased shows on no picture any more. */
async function eraseWithCertificate(page: Page): Promise<void> {
  await find(page, NUMBER);
  await page.getByRole("button", { name: "Erase…" }).click();
  await page.getByLabel("Reason").fill("Art. 17(1)(b), request 31");
  await page.getByLabel("Time to change your mind").selectOption("0");
  const confirm = page.getByLabel(/^Type \d+ to confirm/);
  const asked =
    (await page
      .getByText(/^Type \d+ to confirm/)
      .first()
      .textContent()) ?? "";
  await confirm.fill(/\d+/.exec(asked)?.[0] ?? "");
  await shoot(page, "erase");
  await page.getByRole("button", { name: /^Erase \d+ rows?$/ }).click();
  await page.getByRole("link", { name: "Open the certificate" }).click({ timeout: COLLECTED_MS });
  await page.getByText("the re-search found nothing").waitFor();
  await shoot(page, "certificate");
}

async function withPage(
  browser: Browser,
  screen: Screen,
  person: FirstSignIn,
  work: (page: Page) => Promise<void>,
): Promise<void> {
  const context = await openContext(browser, ADDRESS, screen);
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  await signIn(page, person);
  await work(page);
  await context.close();
}

async function find(page: Page, text: string): Promise<void> {
  await page.goto("/data");
  await page.locator("#number").fill(text);
  await page.locator("#number").press("Enter");
  await page
    .getByText(/read as|läst som/)
    .first()
    .waitFor();
  await settled(page);
}

/** The collector reads 130 days first: the count stands still once it is through. */
async function untilCollected(page: Page): Promise<void> {
  const until = Date.now() + COLLECTED_MS;
  for (let before = ""; Date.now() < until; await wait(5000)) {
    await find(page, NUMBER);
    const counted = page.getByText(/\d+–\d+ of \d+/);
    const now = (await counted.count()) > 0 ? ((await counted.first().textContent()) ?? "") : "";
    if (now !== "" && now === before) return;
    before = now;
  }
  throw new Error("The demo was not collected in time.");
}

async function settled(page: Page): Promise<void> {
  await page.waitForLoadState("networkidle");
  await page.waitForTimeout(500);
}

async function shoot(page: Page, name: string): Promise<void> {
  await settled(page);
  await page.screenshot({ path: join(PICTURES, `${name}.png`), animations: "disabled" });
}

function signInOf(home: string): FirstSignIn {
  const found = readFirstSignIns(home).find(({ email }) => email === PERSON);
  if (found === undefined) throw new Error(`The demo has no ${PERSON}.`);
  return found;
}

/** The whole product as `npm start` runs it, in `home`, which goes with it. */
async function startDemo(home: string): Promise<{ stop(): Promise<void> }> {
  const { PATH = "", HOME = "" } = process.env;
  const child = spawn(process.execPath, [join(ROOT, "bin", "supervise.ts")], {
    cwd: ROOT,
    env: { NODE_ENV: "production", PATH, HOME, TZ: "UTC", GALLRA_HOME: home, GALLRA_PORT: PORT },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise<void>((done) => child.once("close", () => done()));
  const stop = async () => {
    child.kill("SIGTERM");
    await ended;
    const clusters = join(home, "clusters");
    if (existsSync(clusters)) rmSync(realpathSync(clusters), { recursive: true, force: true });
    rmSync(home, { recursive: true, force: true });
  };
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => {
    said += chunk.toString();
  });
  const until = Date.now() + START_MS;
  while (!said.includes("Ctrl-C stops everything")) {
    if (child.exitCode !== null || Date.now() > until) {
      await stop();
      throw new Error("The product did not start.");
    }
    await wait(250);
  }
  return { stop };
}
