import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, afterEach, before, test } from "node:test";
import { tooWide, violations } from "./axe.ts";
import { environmentOf, type Product } from "./product.ts";
import { openScene, type Scene, shoot } from "./scene.ts";
import { settle, type Town } from "./settle.ts";
import { shareProduct } from "./share-product.ts";

const ROOT = resolve(import.meta.dirname, "..", "..");
const DONE_MS = 90_000;
/** Stands in no other file of the company. */
const NUMBER = "0701740651";

let product: Product;
let town: Town;
let scene: Scene;
const home = mkdtempSync(join(tmpdir(), "gallra-e2e-edge-"));
const running: ChildProcess[] = [];

before(async () => {
  product = await shareProduct();
  town = await settle(product, "utby");
  scene = await openScene(product);
});

after(async () => {
  for (const edge of running) edge.kill("SIGKILL");
  await scene?.close();
  rmSync(home, { recursive: true, force: true });
});
afterEach(() => scene.closeLeftOver());

/** As cdr_csv writes it. */
function asterisk(number: string): string {
  const at = `${new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)} 09:01:00`;
  const channels = `"PJSIP/trunk-01","PJSIP/3011-01","Dial","PJSIP/3011,30"`;
  return `"","${number}","3011","from-trunk","""Anna Prov"" <${number}>",${channels},"${at}","${at}","${at}",35,30,"ANSWERED","DOCUMENTATION","${number}.1",""`;
}

/** The collector at the customer, as its machine runs it. `ended` answers with what it said. */
function runEdge(code: string): { readonly ended: Promise<string> } {
  const words = [join(ROOT, "bin", "gallra.ts"), "collect", "--portal", product.address, "--code", "-"];
  const child = spawn(process.execPath, words, { cwd: ROOT, env: environmentOf(home) });
  running.push(child);
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (part: Buffer) => {
      said += part.toString();
    });
  child.stdin.end(code);
  return { ended: new Promise((done) => child.once("exit", () => done(said))) };
}

test("an edge is invited, comes, tries the source that it is chosen for, brings its calls, and is refused once revoked", async () => {
  const { page, close } = await scene.open({ language: "en", width: 1440 }, town.administrator);
  await page.goto("/sources/edges");
  await page.getByRole("button", { name: "Add an edge" }).click();
  await page.getByLabel("Name", { exact: true }).fill("The office");
  await page.getByRole("button", { name: "Make a code" }).click();
  const code = await page.locator("code", { hasText: /^gallra-edge-1\./ }).textContent();
  assert.ok(code !== null);
  const edge = runEdge(code);
  const folder = join(home, "shared", town.slug, "cdr");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "Master.csv"), `${asterisk(NUMBER)}\n`);
  await page.getByText("At work", { exact: true }).waitFor({ timeout: DONE_MS });

  await page.goto("/sources/new");
  await page.getByLabel("Name", { exact: true }).fill("Asterisk at the office");
  await page.getByLabel("Driver").selectOption("asterisk-cdr-csv");
  await page.getByLabel("Collected by").selectOption({ label: "Edge: The office" });
  await page.getByLabel("Folder", { exact: true }).fill("/etc");
  await page.getByRole("button", { name: "Test connection" }).click();
  await page.getByText("Sources may not read this folder.", { exact: false }).waitFor({ timeout: DONE_MS });
  await page.getByText("Whoever runs the edge's machine does it there", { exact: false }).waitFor();
  await page.getByLabel("Folder", { exact: true }).fill(folder);
  await page.getByRole("button", { name: "Test connection" }).click();
  await page.getByText("The folder can be read: 1 file fits.").waitFor({ timeout: DONE_MS });
  const found = (await page.getByRole("status").allTextContents()).join(" ");
  assert.ok(found.includes("•") && !found.includes("0651"), "the numbers of the sample are masked");
  assert.deepEqual(await violations(page), []);
  await shoot(page, "wizard-edge-en-1440");
  await page.getByRole("button", { name: "Start", exact: true }).click();
  await page.waitForURL(/\/sources\/\d+$/);
  await page.getByText("Edge: The office", { exact: true }).waitFor();
  await page.getByText("1 record in the last day.").waitFor({ timeout: DONE_MS });
  await shoot(page, "source-edge-en-1440");
  const address = page.url();
  await page.goto("/data");
  await page.locator("#number").fill(NUMBER);
  await page.locator("#number").press("Enter");
  await page.locator("main table tbody tr").first().waitFor({ timeout: DONE_MS });

  await page.goto("/sources/edges");
  await page.getByRole("button", { name: "Revoke…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke", exact: true }).click();
  await page.getByText("Revoked", { exact: true }).waitFor();
  for (const text of ["Can write until", "Sources that run there"])
    assert.equal(await page.getByText(text, { exact: true }).count(), 0, text);
  assert.match(await edge.ended, /This edge was revoked at the portal/);

  // What an edge leaves behind is stopped, and moves home on its page.
  await page.goto(address);
  await page.getByText("Edge: The office (Revoked)", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Move", exact: true }).click();
  await page.getByLabel("Collected by").selectOption({ label: "This server" });
  await shoot(page, "move-edge-en-1440");
  assert.deepEqual(await violations(page), []);
  await page.getByRole("button", { name: "Move the source" }).click();
  await page.getByText("This server", { exact: true }).first().waitFor();
  await page.getByRole("button", { name: "Move the source" }).waitFor({ state: "detached" });
  // The folder that was refused on purpose.
  await close(["403"]);
});

test("choosing an edge and moving a source fit on a telephone in the dark, in Swedish", async () => {
  const { page, close } = await scene.open({ language: "sv", width: 360, theme: "dark" }, town.administrator);
  await page.goto("/sources/new");
  await page.getByLabel("Hämtas av").waitFor();
  assert.equal(await tooWide(page), 0);
  assert.deepEqual(await violations(page), []);
  await shoot(page, "wizard-edge-sv-360");
  await page.goto("/sources/edges");
  await page.getByText("Återkallad", { exact: true }).waitFor();
  assert.equal(await tooWide(page), 0);
  await close();
});
