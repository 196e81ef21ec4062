import assert from "node:assert/strict";
import { appendFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, afterEach, before, test } from "node:test";
import { violations } from "./axe.ts";
import type { Product } from "./product.ts";
import { openScene, type Scene, shoot } from "./scene.ts";
import { addPerson, settle, type Town } from "./settle.ts";
import { shareProduct } from "./share-product.ts";

/** A guard waits a minute at the least, and pages look again by themselves. */
const MINUTES_MS = 150_000;

let town: Town;
let product: Product;
let scene: Scene;

before(async () => {
  product = await shareProduct();
  town = await settle(product, "rakneby");
  scene = await openScene(product);
});

after(() => scene?.close());
afterEach(() => scene.closeLeftOver());

test("what came is accounted for by day, source and collection, and guards tell of silence until something comes or nobody works", async () => {
  const { page, close } = await scene.open({ language: "en" }, town.administrator);
  await page.goto("/processing");
  await page.getByText("✓ All of them").first().waitFor();
  await page.getByRole("button", { name: "Set a guard: Presentity" }).click();
  const panel = page.getByRole("region", { name: "Guard: Presentity" });
  await panel.getByLabel("Alarm after so many minutes without a call").fill("1");
  await panel.getByLabel("When people work").selectOption("own");
  await panel.getByLabel("Monday").fill("whenever");
  await panel.getByRole("button", { name: "Save the guard" }).click();
  await panel.getByText("Write hours as 08:00-17:00, several with a comma between them.").waitFor();
  assert.deepEqual(await violations(page), []);
  await panel.getByLabel("Monday").fill("8-12, 13-17");
  await shoot(page, "processing-guard-en");
  await panel.getByLabel("When people work").selectOption("always");
  await panel.getByRole("button", { name: "Save the guard" }).click();
  await panel.waitFor({ state: "detached" });
  await page.getByText("every hour of every day").waitFor();
  await page.getByRole("button", { name: "Set a guard: Guard of collection, Presentity" }).click();
  const listener = page.getByRole("region", { name: "Guard of collection: Presentity" });
  await listener.getByLabel("Alarm after so many minutes without a byte").fill("1");
  await listener.getByLabel("When people work").selectOption("always");
  await listener.getByRole("button", { name: "Save the guard" }).click();
  await listener.waitFor({ state: "detached" });

  // A header line and sixty calls, thirty of them of one number.
  const whole = page.getByRole("region", { name: "Accounted for" });
  assert.deepEqual(
    (await whole.locator("dl").first().locator("dd").allTextContents()).map((text) => text.trim()),
    ["61", "60", "1"],
  );
  await page.getByRole("button", { name: "Table", exact: true }).click();
  await page.getByRole("columnheader", { name: "Day of reception" }).waitFor();
  const saving = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download as CSV" }).click();
  const file = await (await saving).path();
  const [head, row] = readFileSync(file, "utf8").split("\r\n");
  assert.match(head ?? "", /^day,source_id,source,frames,further,records,/);
  assert.match(row ?? "", /^\d{4}-\d\d-\d\d,1,"Presentity",61,0,60,0,0,1,0,0,0,0,/);
  await page.getByRole("button", { name: "Presentity", exact: true }).click();
  await page.waitForURL("**/processing?source=1");
  const collections = page.getByRole("region", { name: "Collections" });
  await collections.getByText("✓ All of them").first().waitFor();
  await shoot(page, "processing-source-en");
  assert.deepEqual(await violations(page), []);
  await page.getByRole("button", { name: "All sources" }).click();

  await page.getByText("Silent source: Presentity").waitFor({ timeout: MINUTES_MS });
  const history = page.getByRole("region", { name: "Alarms raised and ended" });
  await history
    .getByRole("row", { name: /Silent source: Presentity/ })
    .getByRole("button")
    .click();
  await history.getByText(/^anna \d{4}-/).waitFor();
  await shoot(page, "processing-alarm-en");
  await page.goto("/overview");
  await page.getByText("Presentity has brought no call for 1 working minute").waitFor();

  // Both guards stand on the page of the source. The one of bytes is told that today is no working day, and is content at once.
  await page.goto("/sources/1");
  const [calls, bytes] = ["Guard", "Guard of collection"].map((name) =>
    page.getByRole("region", { name, exact: true }),
  );
  await calls?.getByText("silent", { exact: true }).waitFor();
  await bytes?.getByText("silent", { exact: true }).waitFor({ timeout: MINUTES_MS });
  await shoot(page, "processing-both-silent-en");
  await page.getByRole("button", { name: "Change: Guard of collection, Presentity" }).click();
  await listener.getByLabel("When people work").selectOption("own");
  await listener.getByLabel("Holidays").selectOption("public");
  await listener.getByLabel("Closed days").fill("24 December");
  await listener.getByRole("button", { name: "Save the guard" }).click();
  await listener.getByText(/^Write days as /).waitFor();
  await listener.getByLabel("Closed days").fill(closedToday());
  await shoot(page, "processing-closed-en");
  assert.deepEqual(await violations(page), []);
  await listener.getByRole("button", { name: "Save the guard" }).click();
  await bytes?.getByText("silent", { exact: true }).waitFor({ state: "detached" });
  await bytes?.getByText("closed", { exact: true }).waitFor();
  await bytes?.getByText(/^until \d{4}-\d\d-\d\d 00:00$/).waitFor();
  const shown = await product.command(["guard", "show", "--company", town.slug]);
  const told = shown.find(({ name }) => name === "Presentity");
  assert.match(JSON.stringify(told?.["collected"]), /"closed":\{"until":"\d{4}-/);
  assert.match(JSON.stringify(told?.["guard"]), /"closed":null/);
  await page.goto("/processing");
  await history.getByText("stands", { exact: true }).waitFor();
  assert.equal(await history.getByText("stands", { exact: true }).count(), 1, "the silence of bytes has ended");
  assert.equal(await history.locator("tbody tr").count(), 2);

  const day = new Date().toISOString().slice(0, 10);
  appendFileSync(
    join(town.folder, "calls.csv"),
    `CALL_HISTORY;extension=3010;${day} 00:15:00.000;n-1;IN;0701740633;3010;;5;61;ANSWERED\n`,
  );
  await page.goto("/processing");
  await page.getByText("calls come").waitFor({ timeout: MINUTES_MS });
  await history.getByText("stands", { exact: true }).waitFor({ state: "detached", timeout: MINUTES_MS });
  await close();
});

/** In the company's zone, and the day after it: a test may run at midnight. */
function closedToday(): string {
  const day = (at: number) => new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Stockholm" }).format(new Date(at));
  return `${day(Date.now())}, ${day(Date.now() + 86_400_000)}`;
}

test("a supervisor sees the statistics and sets no guard, in Swedish, on a phone, in the dark", async () => {
  const siri = { email: "siri@rakneby.example", profile: "supervisor", place: ["--company", town.slug] };
  const { page, close } = await scene.open(
    { language: "sv", theme: "dark", width: 360 },
    await addPerson(product, siri),
  );
  await page.goto("/processing");
  await page.getByRole("heading", { name: "Redovisat" }).waitFor();
  await page.getByRole("heading", { name: "Bevakning", exact: true }).waitFor();
  assert.equal(await page.getByRole("button", { name: /^(Sätt bevakning|Ändra)/ }).count(), 0);
  assert.equal(await page.getByRole("link", { name: "Rader som inte förstods" }).count(), 0);
  await shoot(page, "processing-sv-dark-360");
  assert.deepEqual(await violations(page), []);
  await close();
});
