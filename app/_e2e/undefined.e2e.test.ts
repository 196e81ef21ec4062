import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, afterEach, before, test } from "node:test";
import { tooWide, violations } from "./axe.ts";
import type { Product } from "./product.ts";
import { openScene, type Scene, shoot } from "./scene.ts";
import { settle, type Town } from "./settle.ts";
import { shareProduct } from "./share-product.ts";

const DONE_MS = 90_000;
/** Stands in no other file of the company. */
const NUMBER = "0701740644";
const NOISE = "### link lost, no call 0701740645 ###";

let product: Product;
let town: Town;
let scene: Scene;

before(async () => {
  product = await shareProduct();
  town = await settle(product, "oforstad");
  scene = await openScene(product);
  // An Asterisk that somebody has set up as another system, as it happens with the first source of a site.
  const folder = join(town.folder, "asterisk");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "Master.csv"), `${[asterisk(1), asterisk(2), NOISE].join("\n")}\n`);
  const own = ["--company", town.slug];
  const source = ["--driver", "flexi-tid", "--path", folder, "--name", "Reception", "--start", "--without-ssn"];
  await product.commands([
    ["source", "add", ...own, ...source],
    ["collect", "--once", ...own],
  ]);
});

after(() => scene?.close());
afterEach(() => scene.closeLeftOver());

/** As cdr_csv writes it. */
function asterisk(minute: number): string {
  const day = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
  const at = `${day} 09:0${minute}:00`;
  const channels = `"PJSIP/trunk-0${minute}","PJSIP/3011-01","Dial","PJSIP/3011,30"`;
  return `"","${NUMBER}","3011","from-trunk","""Anna Prov"" <${NUMBER}>",${channels},"${at}","${at}","${at}",35,30,"ANSWERED","DOCUMENTATION","17500000${minute}.1",""`;
}

test("lines read by the wrong driver are opened masked, tried with the right one, and their number is found", async () => {
  const { page, close } = await scene.open({ language: "en", width: 1440 }, town.administrator);
  await page.goto("/processing/undefined");
  await page.getByRole("button", { name: /^Lines of Reception on/ }).click();
  const panel = page.getByRole("region", { name: /^Lines of Reception/ });
  await panel.getByText(/^3 lines\./).waitFor();
  assert.deepEqual(await violations(page), []);

  // The text comes for a purpose, masked, and goes again.
  await panel
    .getByRole("button", { name: /^Show text/ })
    .first()
    .click();
  await page.locator("#reveal-purpose").fill("the new switch is not understood");
  await page.locator("dialog button[type=submit]").click();
  const text = panel.locator("pre");
  await text.waitFor();
  assert.match((await text.textContent()) ?? "", /0701••••••/);
  assert.doesNotMatch((await text.textContent()) ?? "", /0644|0645/);
  await shoot(page, "undefined-text-en");
  await page.keyboard.press("Escape");
  await text.waitFor({ state: "detached" });

  await panel.getByRole("button", { name: "Try again", exact: true }).click();
  await panel.getByText("0 calls", { exact: true }).waitFor();
  await page.locator("#again-driver").selectOption("asterisk-cdr-csv");
  await panel.getByText("2 calls", { exact: true }).waitFor();
  await panel.getByText("1 line stays:").waitFor();
  await shoot(page, "undefined-preview-en");
  assert.deepEqual(await violations(page), []);
  await panel.getByRole("button", { name: "Try again", exact: true }).last().click();
  await page.getByText("2 calls stored", { exact: false }).waitFor({ timeout: DONE_MS });
  await page.getByText("Done", { exact: true }).first().waitFor({ timeout: DONE_MS });
  await panel.getByText(/^1 line\./).waitFor();

  await page.goto("/data");
  await page.locator("#number").fill(NUMBER);
  await page.locator("search button[type=submit]").click();
  await page.getByText("1–2 of 2").waitFor();
  await close();
});

test("what stays is downloaded and erased, in Swedish on a telephone, and the command line agrees", async () => {
  const { page, close } = await scene.open({ language: "sv", width: 360, height: 800 }, town.administrator);
  await page.goto("/processing/undefined");
  await page.getByRole("button", { name: /^Rader från Reception den/ }).click();
  const panel = page.getByRole("region", { name: /^Rader från Reception/ });
  await panel.getByText(/^1 rad\./).waitFor();
  assert.equal(await tooWide(page), 0);
  assert.deepEqual(await violations(page), []);
  await shoot(page, "undefined-sv-360");

  await panel.getByRole("button", { name: "Ladda ner" }).click();
  await page.locator("#undefined-purpose").fill("leverantören ska se vad växeln skriver");
  const coming = page.waitForEvent("download");
  await panel.getByRole("button", { name: "Ladda ner" }).last().click();
  const file = await coming;
  assert.equal(readFileSync(await file.path(), "utf8"), `${NOISE}\n`);

  const { email, password } = town.administrator;
  await product.command(["sign-in", "--as", email], password);
  const as = ["--company", town.slug, "--as", email];
  const [listed] = await product.command(["undefined", "list", ...as]);
  assert.deepEqual([listed?.["lines"], listed?.["source"]], [1, "Reception"]);
  const of = ["--source", String(listed?.["sourceId"])];
  const period = ["--from", String(listed?.["day"]), "--driver", "asterisk-cdr-csv"];
  const [preview] = await product.command(["undefined", "retry", ...as, ...of, ...period]);
  assert.deepEqual([preview?.["calls"], preview?.["left"]], [0, 1]);

  await panel.getByRole("button", { name: "Radera", exact: true }).click();
  await page.locator("#undefined-reason").fill("störning på linjen");
  await page.locator("#undefined-count").fill("2");
  await panel.getByRole("button", { name: "Radera 1 rad" }).click();
  await panel.getByRole("alert").waitFor();
  await page.locator("#undefined-count").fill("1");
  await panel.getByRole("button", { name: "Radera 1 rad" }).click();
  await page.getByRole("heading", { name: "Allt har förståtts" }).waitFor();
  await close();
});
