import assert from "node:assert/strict";
import { appendFileSync, readFileSync, renameSync } from "node:fs";
import { createConnection } from "node:net";
import { join } from "node:path";
import { after, afterEach, before, test } from "node:test";
import type { Locator, Page } from "playwright-core";
import { connect } from "#db/clients.ts";
import { readClusterHome } from "#db/cluster-home.ts";
import { freePort } from "#db/testing/free-port.ts";
import { withCompany } from "#db/with-company.ts";
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

const PAGE = 25;
/** More than two pages of sessions, the odd ones done and the even ones failed. */
const FIRST_FILES = 101;
const LAST_FILES = 160;

/** Sessions of two days ago, seven of each minute, each told apart by how many files it brought. */
async function bringSessions(): Promise<void> {
  const sql = connect(readClusterHome(product.home), "data", "owner", { max: 1, name: "journey" });
  try {
    const [company] = await sql`select id from data.company where slug = ${town.slug}`;
    const id = company?.["id"] as number;
    await withCompany(
      sql,
      id,
      (
        tx,
      ) => tx`insert into data.transfer_session (company_id, id, source_id, started_at, last_at, ended_at, outcome, holder, files)
        select ${id}, gen_random_uuid(), 1, at, at, at, case when n % 2 = 0 then 'failed' else 'done' end, 'journey', n
          from generate_series(${FIRST_FILES}::int, ${LAST_FILES}::int) n,
          lateral (select date_trunc('second', now()) - interval '2 days' - n / 7 * interval '1 minute' as at) started`,
    );
  } finally {
    await sql.end({ timeout: 2 });
  }
}

test("the log of transfers is turned page by page, searched from any of them, and shows each session once", async () => {
  await bringSessions();
  const { page, close } = await scene.open({ language: "en", width: 720 }, town.administrator);
  await page.goto("/sources/1");
  const log = page.getByRole("region", { name: "Transfer sessions" });
  const [previous, next] = ["Previous", "Next"].map((name) => log.getByRole("button", { name, exact: true }));
  assert.ok(previous !== undefined && next !== undefined);
  await next.waitFor();
  const shown = () => log.locator("td[data-column=files]").allTextContents();
  /** What is shown once it is another page. */
  const turned = async (act: () => Promise<unknown>) => {
    const before = (await shown()).join();
    await act();
    for (const end = Date.now() + SEEN_MS; (await shown()).join() === before; await page.waitForTimeout(50))
      assert.ok(Date.now() < end, "another page comes");
    return await shown();
  };
  const onward = async (first: string[]) => {
    const pages = [first];
    while (await next.isEnabled()) pages.push(await turned(() => next.click()));
    return pages;
  };
  const brought = (pages: string[][], step = 1) => {
    const files = pages.flat().map(Number);
    const wanted = Array.from({ length: LAST_FILES - FIRST_FILES + 1 }, (_, n) => FIRST_FILES + n);
    assert.deepEqual(
      files.filter((count) => count >= FIRST_FILES).toSorted((a, b) => a - b),
      wanted.filter((count) => count % step === 0),
      "each once",
    );
    assert.ok(pages.slice(0, -1).every((one) => one.length === PAGE));
  };

  assert.equal(await previous.isDisabled(), true);
  const all = await onward(await shown());
  assert.equal(all.length, 3);
  brought(all);
  await shoot(page, "live-log-last-page-en-720");
  assert.deepEqual(await violations(page), []);
  assert.equal(await tooWide(page), 0);
  assert.deepEqual(await turned(() => previous.click()), all[1], "back");
  assert.deepEqual(await turned(() => next.click()), all[2], "and there again");
  // From the last page: what is looked for begins at its first.
  const first = await turned(() => choose(log, "failed"));
  assert.equal(await previous.isDisabled(), true);
  await turned(() => next.dblclick());
  assert.deepEqual(await turned(() => previous.click()), first, "pressed twice while a page comes, one is turned");
  const failed = await onward(first);
  assert.equal(failed.length, 2);
  brought(failed, 2);
  const saving = page.waitForEvent("download");
  await log.getByRole("button", { name: "Download as CSV" }).click();
  const lines = readFileSync(await (await saving).path(), "utf8")
    .trim()
    .split("\r\n");
  assert.equal(lines.length - 1, failed.flat().length, "the file holds every page of what is looked for");
  assert.deepEqual(await turned(() => choose(log, "")), all[0]);
  await close();
});

async function choose(log: Locator, only: string): Promise<void> {
  await log.getByLabel("Only").selectOption(only);
}
