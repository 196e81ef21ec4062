import assert from "node:assert/strict";
import { appendFileSync, readFileSync, renameSync } from "node:fs";
import { createConnection } from "node:net";
import { join } from "node:path";
import { after, afterEach, before, test } from "node:test";
import type { Page } from "playwright-core";
import { freePort } from "#db/testing/free-port.ts";
import { tooWide, violations } from "./axe.ts";
import type { Product } from "./product.ts";
import { openScene, type Scene, shoot } from "./scene.ts";
import { settle, type Town } from "./settle.ts";
import { shareProduct } from "./share-product.ts";

const SEEN_MS = 90_000;

let product: Product;
let town: Town;
let scene: Scene;

before(async () => {
  product = await shareProduct();
  town = await settle(product, "levande");
  scene = await openScene(product);
});

after(() => scene?.close());
afterEach(() => scene.closeLeftOver());

function bring(...lines: readonly string[]): void {
  appendFileSync(join(town.folder, "calls.csv"), lines.map((line) => `${line}\n`).join(""));
}

function call(minute: number): string {
  const day = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
  return `CALL_HISTORY;extension=3010;${day} 13:${minute + 10}:00.000;l-${minute};IN;0701740655;3010;;5;61;ANSWERED`;
}

/** On a page that is never loaded again. */
async function sees(page: Page, text: string | RegExp): Promise<void> {
  await page.getByText(text, { exact: true }).first().waitFor({ timeout: SEEN_MS });
}

test("the page of a source tells without being loaded again what comes, what is not understood, that it fails, rests and goes on", async () => {
  const { page, close } = await scene.open({ language: "sv" }, town.administrator);
  await page.goto("/sources/1");
  await sees(page, "60 poster det senaste dygnet.");
  const state = page.getByRole("region", { name: "Läge" });
  bring(call(1), "ingen post");
  await sees(page, "61 poster det senaste dygnet.");
  await sees(page, /^1[.,]6\s%\s\(1\)$/);
  await shoot(page, "live-came-sv");

  const away = `${town.folder}-borta`;
  renameSync(town.folder, away);
  await state.getByText("Källans mapp finns inte.", { exact: false }).waitFor({ timeout: SEEN_MS });
  await state.getByText("Fel", { exact: true }).waitFor();
  await shoot(page, "live-failed-sv");
  assert.deepEqual(await violations(page), []);
  renameSync(away, town.folder);
  await state.getByText("Källans mapp finns inte.", { exact: false }).waitFor({ state: "detached", timeout: SEEN_MS });

  // Stopped and started without a mouse; what comes meanwhile waits where it is.
  await page.getByRole("button", { name: "Stoppa", exact: true }).focus();
  await page.keyboard.press("Enter");
  await state.getByText("Stoppad", { exact: true }).waitFor();
  // The collector lets go of it within seconds.
  await state.getByText("ingen håller den", { exact: true }).waitFor();
  bring(call(2));
  const start = page.getByRole("button", { name: "Starta", exact: true });
  await start.focus();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Starta nu", exact: true }).waitFor();
  await page.getByText("Det som källan ger bevaras enligt de här reglerna").waitFor();
  assert.equal(await page.getByText("62 poster det senaste dygnet.").count(), 0, "nothing is read while it rests");
  await page.getByRole("button", { name: "Starta nu", exact: true }).focus();
  await page.keyboard.press("Enter");
  await state.getByText("Igång", { exact: true }).waitFor();
  await sees(page, "62 poster det senaste dygnet.");

  // The log of transfers: narrowed, emptied, led back, and taken away as a file that says the same.
  const log = page.getByRole("region", { name: "Överföringar" });
  const rows = log.locator("tbody tr");
  const records = async () =>
    (await log.locator("td[data-column=records]").allTextContents()).reduce((sum, text) => sum + Number(text), 0);
  for (const end = Date.now() + SEEN_MS; (await records()) < 62 && Date.now() < end; ) await page.waitForTimeout(250);
  assert.equal(await records(), 62, "the log is asked for again by itself");
  const all = await rows.count();
  assert.ok(all >= 2, "each time it was started is a session of its own");
  await log.getByLabel("Bara").selectOption("undefined");
  await page.waitForFunction(
    (count) => document.querySelectorAll("td[data-column=undefinedLines]").length < count,
    all,
  );
  const undefinedLines = await log.locator("td[data-column=undefinedLines]").allTextContents();
  assert.deepEqual(undefinedLines, ["1"]);
  const saving = page.waitForEvent("download");
  await log.getByRole("button", { name: "Hämta som CSV" }).click();
  const file = await saving;
  assert.match(file.suggestedFilename(), /\.csv$/);
  const [head = "", ...sessions] = readFileSync(await file.path(), "utf8")
    .trim()
    .split("\r\n");
  assert.equal(sessions.length, 1, "the file holds what is shown");
  const columns = head.split(",");
  const cells = sessions[0]?.split(",") ?? [];
  assert.equal(cells[columns.findIndex((name) => /undefined/.test(name))], "1", head);
  await log.getByLabel("Bara").selectOption("failed");
  await log.getByLabel("Till och med").fill("2020-01-01");
  await log.getByRole("heading", { name: "Inget stämmer med filtren" }).waitFor();
  await log.getByRole("button", { name: "Rensa filtren" }).click();
  await rows.nth(all - 1).waitFor();
  await shoot(page, "live-log-sv");
  await close();

  const other = await scene.open({ language: "en", theme: "dark", width: 720 }, town.reseller);
  await other.page.goto("/companies");
  await other.page.getByRole("button", { name: /^Work (on|with) it/ }).click();
  await other.page.waitForURL("**/overview");
  await other.page.goto("/sources");
  await other.page.getByLabel("Only").selectOption("undefined");
  await other.page.locator("td[data-column=undefinedLines]").first().waitFor();
  await shoot(other.page, "live-sources-en-dark-720");
  assert.deepEqual(await violations(other.page), []);
  assert.equal(await tooWide(other.page), 0);
  await other.close();
});

/** To a listener of this machine, from an address of it, and hung up. */
function send(port: number, from: string, text: string): Promise<void> {
  return new Promise((done, failed) => {
    const socket = createConnection({ host: "127.0.0.1", port, localAddress: from }, () => socket.end(text));
    socket.once("error", failed);
    socket.resume();
    socket.once("close", () => done());
  });
}

function spoken(minute: number): string {
  const at = `${new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)} 09:0${minute}:00`;
  const channels = `"PJSIP/trunk-01","PJSIP/3011-01","Dial","PJSIP/3011,30"`;
  return `"","0701740656","3011","from-trunk","""Anna Prov"" <0701740656>",${channels},"${at}","${at}","${at}",35,30,"ANSWERED","DOCUMENTATION","s.${minute}",""\n`;
}

test("a stranger turns a listener amber and not red, on its page, in the list and on the overview, while calls of who is awaited come", async () => {
  const port = await freePort();
  const name = "Växeln på nätet";
  const settings = ["mode=listen", "address=127.0.0.1", `port=${port}`, "senders=127.0.0.1"];
  const way = ["--driver", "asterisk-cdr-csv", "--transport", "tcp", ...settings.flatMap((one) => ["--set", one])];
  const [, added] = await product.commands([
    ["permit", "port", "--company", town.slug, `127.0.0.1:${port}`],
    ["source", "add", "--company", town.slug, "--name", name, ...way, "--start"],
  ]);
  const { page, close } = await scene.open({ language: "sv", width: 360 }, town.administrator);
  await page.goto(`/sources/${added?.[0]?.["sourceId"]}`);
  const state = page.getByRole("region", { name: "Läge" });
  for (const end = Date.now() + SEEN_MS; ; await page.waitForTimeout(250)) {
    const isTaken = await send(port, "127.0.0.1", spoken(1)).then(
      () => true,
      () => false,
    );
    if (isTaken) break;
    assert.ok(Date.now() < end, "it listens");
  }
  await sees(page, "1 post det senaste dygnet.");
  await state.getByText("Igång", { exact: true }).waitFor();

  const scan = setInterval(() => void send(port, "127.0.0.2", "scan").catch(() => undefined), 2_000);
  try {
    const amber = "Igång, med en varning";
    await state.getByText(amber, { exact: true }).waitFor({ timeout: SEEN_MS });
    await state.getByText("Någon som ingen källa anger skickar till adressen och porten.", { exact: false }).waitFor();
    await state.getByText("Källan fortsätter, och tar emot allt annat.", { exact: true }).waitFor();
    await send(port, "127.0.0.1", spoken(2));
    await sees(page, "2 poster det senaste dygnet.");
    await state.getByText(amber, { exact: true }).waitFor();
    assert.equal(await state.getByText("Fel", { exact: true }).count(), 0, "nothing is said to have failed");
    await looksWell(page, "live-warned-sv-360");

    await page.goto("/sources");
    const row = page.locator("tr", { hasText: name }).filter({ hasText: amber });
    await row.waitFor();
    assert.match(
      (await row.locator("span[title]").first().getAttribute("title")) ?? "",
      /^Någon som ingen källa anger/,
    );
    await looksWell(page, "live-warned-list-sv-360");

    await page.goto("/overview");
    await page.getByRole("link", { name: new RegExp(`^${name} ?${amber}`) }).waitFor();
    await page.getByText(`${name} avvisar någon`).first().waitFor({ timeout: SEEN_MS });
    await looksWell(page, "live-warned-overview-sv-360");
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
    await page.goto(`/sources/${added?.[0]?.["sourceId"]}`);
    await state.getByText(amber, { exact: true }).waitFor();
    await looksWell(page, "live-warned-sv-dark-1280");
  } finally {
    clearInterval(scan);
  }
  await close();
});

async function looksWell(page: Page, name: string): Promise<void> {
  await shoot(page, name);
  assert.deepEqual(await violations(page), [], name);
  assert.equal(await tooWide(page), 0, name);
}
