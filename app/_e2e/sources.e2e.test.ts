import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { join } from "node:path";
import { after, afterEach, before, test } from "node:test";
import type { Page } from "playwright-core";
import { violations } from "./axe.ts";
import type { Product } from "./product.ts";
import { openScene, type Scene, shoot } from "./scene.ts";
import { settle, type Town } from "./settle.ts";
import { shareProduct } from "./share-product.ts";

const DONE_MS = 90_000;
/** Stand in no other file of the company. */
const BY_FILE = "0701740646";
const BY_WIRE = "0701740647";

let product: Product;
let town: Town;
let scene: Scene;

before(async () => {
  product = await shareProduct();
  town = await settle(product, "kallby");
  scene = await openScene(product);
});

after(() => scene?.close());
afterEach(() => scene.closeLeftOver());

/** As cdr_csv writes it. */
function asterisk(number: string, minute: number): string {
  const day = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
  const at = `${day} 09:0${minute}:00`;
  const channels = `"PJSIP/trunk-0${minute}","PJSIP/3011-01","Dial","PJSIP/3011,30"`;
  return `"","${number}","3011","from-trunk","""Anna Prov"" <${number}>",${channels},"${at}","${at}","${at}",35,30,"ANSWERED","DOCUMENTATION","${number}.${minute}",""`;
}

async function search(page: Page, number: string): Promise<void> {
  await page.goto("/data");
  await page.locator("#number").fill(number);
  await page.locator("#number").press("Enter");
  await page.locator("main table tbody tr").first().waitFor({ timeout: DONE_MS });
}

test("from nothing to the first hit: a folder is chosen, tried by a collector, started, and its number is found", async () => {
  const { page, close } = await scene.open({ language: "en", width: 1440 }, town.administrator);
  const folder = join(product.home, "shared", town.slug, "wizard");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "Master.csv"), `${asterisk(BY_FILE, 1)}\nno call, ${BY_FILE}\n`);
  await page.goto("/sources");
  await page.getByRole("button", { name: "Add a source", exact: true }).click();
  await page.waitForURL("**/sources/new");
  await page.getByLabel("Name", { exact: true }).fill("Asterisk by folder");
  await page.getByLabel("Driver").selectOption("asterisk-cdr-csv");
  assert.equal(await page.locator("#source-way").inputValue(), "shared-file");
  await page.getByLabel("Folder", { exact: true }).fill("/etc");
  await page.getByRole("button", { name: "Test connection" }).click();
  const refused = page.getByText("Sources may not read this folder.", { exact: false });
  await refused.waitFor();
  // Another attempt is told what it is refused for itself, and what is changed is not refused any more.
  await page.getByText("Differs from the company").click();
  await page.getByLabel("Time zone").fill("Nowhere");
  await page.getByRole("button", { name: "Save without starting" }).click();
  await page.getByText('The field "timeZone" is no time zone.').waitFor();
  assert.equal(await refused.count(), 0);
  await page.getByLabel("Time zone").fill("");
  await page.getByText("is no time zone").waitFor({ state: "detached" });
  await page.getByLabel("Folder", { exact: true }).fill(folder);
  await page.getByRole("button", { name: "Test connection" }).click();
  await page.getByText("The folder can be read: 1 file fits.").waitFor({ timeout: 15_000 });
  const found = (await page.getByRole("status").allTextContents()).join(" ");
  assert.ok(found.includes("•") && !found.includes("0646"), "the numbers of the sample are masked");
  await page.getByText("Lines that would not be understood").waitFor();
  assert.deepEqual(await violations(page), []);
  await shoot(page, "wizard-en-1440");
  await typesWhileTested(page, "Asterisk by folder");
  await page.getByRole("button", { name: "Start", exact: true }).click();
  await page.waitForURL(/\/sources\/\d+$/);
  await page.getByRole("button", { name: "Stop", exact: true }).waitFor();
  await page.getByText("1 record in the last day.").waitFor({ timeout: DONE_MS });
  assert.deepEqual(await violations(page), []);
  await shoot(page, "source-en-1440");

  // Its own guard of collection, set where it is looked at.
  await page.getByRole("button", { name: /^Set a guard: Guard of collection/ }).click();
  await page.getByLabel("Alarm after so many minutes without a byte").fill("45");
  await page.getByRole("button", { name: "Save the guard" }).click();
  await page.getByText("bytes come", { exact: true }).waitFor();
  // What a test found is of the source as it stood: it goes with what changes it.
  await page.getByRole("button", { name: "Test connection" }).click();
  const files = page.getByText("The folder can be read: 1 file fits.");
  await files.waitFor({ timeout: 15_000 });
  await page.getByRole("button", { name: "Stop", exact: true }).click();
  await files.waitFor({ state: "detached" });
  await search(page, BY_FILE);
  // The folder and the time zone that were refused on purpose.
  await close(["403", "400"]);
});

/** What is typed while the collector looks was not tested: nothing starts before it was. */
async function typesWhileTested(page: Page, name: string): Promise<void> {
  const [test, start] = ["Test connection", "Start"].map((verb) =>
    page.getByRole("button", { name: verb, exact: true }),
  );
  assert.ok(test !== undefined && start !== undefined);
  const asked = Promise.withResolvers<void>();
  const typed = Promise.withResolvers<void>();
  await page.route("**/api/trpc/sources.test**", async (route) => {
    asked.resolve();
    await typed.promise;
    await route.continue();
  });
  await test.click();
  await asked.promise;
  await page.getByLabel("Name", { exact: true }).fill(`${name}, the first`);
  typed.resolve();
  await page.getByText("The settings have changed since the test.", { exact: false }).waitFor();
  assert.equal(await start.isDisabled(), true);
  await page.unroute("**/api/trpc/sources.test**");
  await test.click();
  await page.getByText("What was tested is what starts.", { exact: false }).waitFor();
}

test("a telephone system that answers over the network is permitted by the operator, tried, started and found", async () => {
  const line = `${asterisk(BY_WIRE, 2)}\r\n`;
  // The collector keeps its line for as long as the source runs.
  const lines = new Set<Socket>();
  const pbx = createServer((socket) => {
    lines.add(socket);
    socket.on("error", () => socket.destroy());
    socket.write(line);
  });
  await new Promise<void>((done) => pbx.listen(0, "127.0.0.1", done));
  const address = pbx.address();
  assert.ok(address !== null && typeof address === "object");
  try {
    const { page, close } = await scene.open({ language: "sv", width: 1440, theme: "dark" }, town.administrator);
    await page.goto("/sources/new");
    await page.getByLabel("Namn", { exact: true }).fill("Asterisk på nätet");
    await page.getByLabel("Drivrutin").selectOption("asterisk-cdr-csv");
    await page.locator("#source-way").selectOption("tcp");
    await page.locator("#way-mode").selectOption("connect");
    await page.locator("#way-host").fill("127.0.0.1");
    await page.locator("#way-port").fill(String(address.port));
    await page.getByRole("button", { name: "Pröva anslutningen" }).click();
    await page.getByText("Företagets källor får inte ansluta dit.", { exact: false }).waitFor();
    await shoot(page, "wizard-refused-sv-dark");
    await product.commands([["permit", "network", "--company", town.slug, "127.0.0.1/32"]]);
    await page.getByRole("button", { name: "Pröva anslutningen" }).click();
    await page.getByText("klartext", { exact: true }).waitFor({ timeout: 45_000 });
    await shoot(page, "wizard-tcp-sv-dark");
    assert.deepEqual(await violations(page), []);
    await page.getByRole("button", { name: "Starta", exact: true }).dblclick();
    await page.waitForURL(/\/sources\/\d+$/);
    await page.getByText("1 post det senaste dygnet.").waitFor({ timeout: DONE_MS });
    await shoot(page, "source-tcp-sv-dark");
    await search(page, BY_WIRE);
    await page.goto("/sources");
    await page.getByRole("link", { name: "Asterisk på nätet" }).first().waitFor();
    assert.equal(await page.getByRole("link", { name: "Asterisk på nätet" }).count(), 1, "a double click begins one");
    // The network that was refused on purpose.
    await close(["403"]);
  } finally {
    pbx.close();
    for (const socket of lines) socket.destroy();
  }
});

test("a public body starts nothing undecided: the page says what is missing, leads there and goes on by itself once it is settled", async () => {
  const slug = "startnamnden";
  const own = ["--company", slug];
  const email = `anna@${slug}.example`;
  const [, person] = await product.commands([
    ["company", "add", "--slug", slug, "--name", "Startnämnden", "--kind", "public"],
    ["user", "add", "--email", email, "--name", "anna", "--profile", "company-administrator", ...own],
  ]);
  const folder = join(product.home, "shared", slug);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "Master.csv"), `${asterisk("0701740648", 3)}\n`);
  const password = String(person?.[0]?.["password"]);
  const { page, context, close } = await scene.open({ language: "sv", width: 720 }, { email, password });
  const chooseDriver = async (driver: string) => {
    await page.goto("/sources/new");
    await page.getByLabel("Namn", { exact: true }).fill("Växel");
    await page.getByLabel("Drivrutin").selectOption(driver);
    await page.getByLabel("Mapp", { exact: true }).fill(folder);
    await page.getByRole("button", { name: "Pröva anslutningen" }).click();
  };
  const start = page.getByRole("button", { name: "Starta", exact: true });
  const leadsTo = async (link: RegExp) => {
    const opened = context.waitForEvent("page");
    await page.getByRole("link", { name: link }).click();
    const other = await opened;
    other.setDefaultTimeout(45_000);
    return other;
  };

  await chooseDriver("asterisk-cdr-csv");
  const missing = page.getByText("En myndighet startar ingen källa innan ett gallringsbeslut täcker det som kommer.");
  await missing.waitFor();
  assert.equal(await start.isDisabled(), true);
  await page.getByText("inget är beslutat").first().waitFor();
  await shoot(page, "start-undecided-sv-720");
  assert.deepEqual(await violations(page), []);
  const decisions = await leadsTo(/^Registrera ett under Gallringsbeslut/);
  await decisions.getByRole("button", { name: "Registrera ett beslut" }).click();
  await decisions.locator("#decision-authority").fill("Startnämnden");
  await decisions.locator("#decision-number").fill("SN 2026:1");
  await decisions.locator("#decision-day").fill("2026-02-01");
  await decisions.locator("#decision-about").fill("Uppgifter om samtal är av ringa betydelse");
  await decisions.getByRole("button", { name: "Registrera ett beslut" }).last().click();
  await decisions.getByText("Startnämnden, SN 2026:1").waitFor();
  await decisions.close();
  await missing.waitFor({ state: "detached" });
  assert.equal(
    await page.getByLabel("Mapp", { exact: true }).inputValue(),
    folder,
    "what was filled in is still there",
  );
  await start.click();
  await page.waitForURL(/\/sources\/\d+$/);
  await page.getByText("1 post det senaste dygnet.").waitFor({ timeout: DONE_MS });

  // Where identity numbers come by design, a ground is asked for as well.
  await chooseDriver("flexi-tid");
  const asked = page.getByText("Systemet skriver personnummer, och ingen grund för att lagra dem är antecknad.");
  await asked.waitFor();
  assert.equal(await start.isDisabled(), true);
  const collected = await leadsTo(/^Anteckna en grund under Vad som samlas in/);
  await collected.getByRole("button", { name: "Ange en grund" }).click();
  await collected.locator("#ground").selectOption("identification");
  await collected.locator("#ground-reason").fill("Den som bokar måste kunna identifieras");
  await collected.getByRole("button", { name: "Ange en grund" }).last().click();
  await collected.getByText("Vikten av en säker identifiering. Angavs av").waitFor();
  await collected.close();
  await asked.waitFor({ state: "detached" });
  await page.getByText("Personnummer lagras: en grund är antecknad.").waitFor();
  assert.equal(await start.isDisabled(), false);
  await shoot(page, "start-settled-sv-720");
  await close();
});
