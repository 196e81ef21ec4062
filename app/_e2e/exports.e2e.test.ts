import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, test } from "node:test";
import { Decrypter } from "age-encryption";
import { strFromU8, unzipSync } from "fflate";
import type { Download, Page } from "playwright-core";
import type { Product } from "./product.ts";
import { openScene, type Scene, shoot } from "./scene.ts";
import { NUMBER, settle, type Town } from "./settle.ts";
import { shareProduct } from "./share-product.ts";

const DONE_MS = 90_000;
const PASSPHRASE = "fyra ovanliga ord räcker";

let product: Product;
let town: Town;
let scene: Scene;
const folder = mkdtempSync(join(tmpdir(), "gallra-exports-"));

before(async () => {
  product = await shareProduct();
  town = await settle(product, "exportby");
  scene = await openScene(product);
});

after(async () => {
  await scene?.close();
  rmSync(folder, { recursive: true, force: true });
});
afterEach(() => scene.closeLeftOver());

test("a workbook with a passphrase is asked for, survives a reload, comes down, and is destroyed", async () => {
  const { page, close } = await scene.open({ language: "sv" }, town.administrator);
  await openPanel(page, "Exportera…");
  await page.getByLabel("Excelarbetsbok").check();
  await page.getByLabel("Vad den ska användas till").fill("Art. 15, ärende 7");
  await page.getByLabel("Kryptering").selectOption("age-passphrase");
  await page.getByLabel("Lösenfras", { exact: true }).fill(PASSPHRASE);
  await page.getByLabel("Lösenfrasen igen").fill("en annan lösenfras");
  await page.getByRole("button", { name: "Starta exporten" }).click();
  await page.getByText("De två lösenfraserna är olika.").waitFor();
  await page.getByLabel("Lösenfrasen igen").fill(PASSPHRASE);
  await shoot(page, "export-panel-sv");
  await page.getByRole("button", { name: "Starta exporten" }).click();
  await page.getByRole("link", { name: "Alla exporter" }).click();
  await page.waitForURL("**/exports");
  await page.reload();
  await page.getByText("Art. 15, ärende 7").waitFor();
  const button = page.getByRole("button", { name: "Ladda ner en gång" });
  await button.waitFor({ timeout: DONE_MS });
  await shoot(page, "exports-sv");
  const file = await saved(page, () => button.click());
  assert.match(file.suggestedFilename(), /^gallra-\d{4}-\d{2}-\d{2}-[0-9a-f]{8}\.xlsx\.age$/);
  const decrypter = new Decrypter();
  decrypter.addPassphrase(PASSPHRASE);
  const plain = await decrypter.decrypt(readFileSync(await file.path()));
  const sheet = strFromU8(unzipSync(plain)["xl/worksheets/sheet1.xml"] ?? new Uint8Array());
  assert.equal(sheet.match(/<row>/g)?.length, town.calls + 1);
  await page.getByText("Nerladdad").waitFor();
  await page.getByRole("button", { name: "Förstör filen" }).click();
  await page.getByText("Inget av den finns kvar här.").waitFor();
  await close();
});

test("a file and its manifest prove each other offline, and a changed file is known", async () => {
  const { page, close } = await scene.open({ language: "en" }, town.administrator);
  await openPanel(page, "Export…");
  await page.getByRole("button", { name: "Start the export" }).click();
  await page.getByText("What is it for").first().waitFor();
  assert.equal(await page.getByRole("button", { name: "Download once" }).count(), 0, "a purpose is asked for");
  await page.getByLabel("What is it for").fill("Art. 15, request 8");
  await page.getByRole("button", { name: "Start the export" }).click();
  const button = page.getByRole("button", { name: "Download once" });
  await button.waitFor({ timeout: DONE_MS });
  await shoot(page, "export-ready-en");
  const file = await saved(page, () => button.click());
  const manifest = await saved(page, () => page.getByRole("button", { name: "Save the manifest" }).click());
  const at = (name: string) => join(folder, name);
  copyFileSync(await file.path(), at("a.csv"));
  copyFileSync(await manifest.path(), at("a.csv.manifest.json"));
  const text = readFileSync(at("a.csv"));
  await page.getByText(createHash("sha256").update(text).digest("hex")).first().waitFor();
  const [verdict] = await product.command(["export", "verify", at("a.csv")]);
  assert.deepEqual([verdict?.["valid"], Reflect.get(Object(verdict?.["statement"]), "rows")], [true, town.calls]);
  writeFileSync(at("b.csv"), text.subarray(0, -2));
  await assert.rejects(product.command(["export", "verify", "--manifest", at("a.csv.manifest.json"), at("b.csv")]));
  await close();
});

test("a file for disclosure names its case and shows nobody, from the page and from the command line", async () => {
  const { page, close } = await scene.open({ language: "sv", width: 360, height: 800 }, town.administrator);
  await openPanel(page, "Exportera…");
  await page.getByLabel("Skriv ut andras nummer").waitFor();
  await page.getByLabel("För utlämnande: maskera alla").check();
  assert.equal(await page.getByLabel("Skriv ut andras nummer").count(), 0, "nobody is written out");
  await page.getByLabel("CSV, exakt").check();
  await page.getByLabel("Referens för utlämnandet").fill("KS 2026-1234");
  await page.getByLabel("Vad den ska användas till").fill("Begäran om allmän handling");
  await shoot(page, "export-disclosure-sv-360");
  await page.getByRole("button", { name: "Starta exporten" }).click();
  const button = page.getByRole("button", { name: "Ladda ner en gång" });
  await button.waitFor({ timeout: DONE_MS });
  const file = readFileSync(await (await saved(page, () => button.click())).path(), "utf8");
  await page.getByRole("link", { name: "Alla exporter" }).click();
  await page.getByText("Lämnas ut enligt KS 2026-1234").waitFor();
  await shoot(page, "exports-disclosed-sv-360");
  await close();
  const path = join(folder, "given-out.csv");
  const { email, password } = town.administrator;
  await product.command(["sign-in", "--as", email], password);
  const as = ["--company", town.slug, "--as", email, "--number", NUMBER, "--purpose", "a request"];
  const [done] = await product.command([
    "export",
    ...as,
    "--format",
    "csv-exact",
    "--disclosure",
    "KS 2026-1235",
    "-o",
    path,
  ]);
  assert.equal(done?.["rows"], town.calls);
  for (const text of [file, readFileSync(path, "utf8")]) {
    assert.equal(text.trimEnd().split("\r\n").length, town.calls + 1);
    assert.doesNotMatch(text, /1740605|174 06 05|1740633/);
  }
  const manifest = JSON.parse(readFileSync(`${path}.manifest.json`, "utf8")) as { statement: { disclosure?: string } };
  assert.equal(manifest.statement.disclosure, "KS 2026-1235");
});

test("the list of exports fits on a telephone, in the dark and by daylight", async () => {
  for (const [language, theme] of [
    ["sv", "dark"],
    ["en", "light"],
  ] as const) {
    const { page, close } = await scene.open({ language, theme, width: 360, height: 800 }, town.administrator);
    await page.goto("/exports");
    await page.getByText("Art. 15, request 8").waitFor();
    await shoot(page, `exports-360-${language}-${theme}`);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
    assert.equal(wide, false);
    await close();
  }
});

async function openPanel(page: Page, open: string): Promise<void> {
  await page.goto("/data");
  await page.locator("#number").fill(NUMBER);
  await page.locator("#number").press("Enter");
  await page.getByRole("button", { name: open }).click();
}

async function saved(page: Page, press: () => Promise<void>): Promise<Download> {
  const [file] = await Promise.all([page.waitForEvent("download"), press()]);
  return file;
}
