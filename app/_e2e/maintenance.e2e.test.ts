import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, afterEach, before, test } from "node:test";
import { gunzipSync } from "node:zlib";
import { unzipSync } from "fflate";
import type { Page } from "playwright-core";
import type { Product } from "./product.ts";
import { settled } from "./asking.ts";
import { openScene, type Scene } from "./scene.ts";
import { NUMBER, settle, type Town } from "./settle.ts";
import { shareProduct } from "./share-product.ts";

const WRITTEN_MS = 15_000;

let product: Product;
let town: Town;
let scene: Scene;

before(async () => {
  product = await shareProduct();
  town = await settle(product, "driftby");
  scene = await openScene(product);
});

after(() => scene?.close());
afterEach(() => scene.closeLeftOver());

test("health says how everything fares, the same as doctor, and a reseller sees sources of own companies only", async () => {
  const { page, close } = await scene.open({ language: "en" }, town.operator);
  await page.goto("/maintenance");
  const checks = page.getByRole("table", { name: "Checks" });
  await checks.getByText("Data cluster", { exact: true }).waitFor();
  const told = await product.command(["doctor"]);
  for (const { check, state } of told) {
    if (check === "data-cluster" || check === "migrations" || check === "clocks") assert.equal(state, "ok");
  }
  assert.equal(await checks.getByRole("row").count(), told.length + 1);
  await page.getByRole("cell", { name: "worker", exact: true }).waitFor();
  await page.getByText("No backup is configured yet").waitFor();
  await close();
  const reseller = await scene.open({ language: "sv" }, town.reseller);
  await reseller.page.goto("/maintenance");
  await reseller.page.getByRole("cell", { name: town.name }).waitFor();
  assert.equal(await reseller.page.getByText("Dataklustret").count(), 0);
  await reseller.page.goto("/maintenance/log");
  await reseller.page.getByText("Du får inte se det här").waitFor();
  await reseller.close(["403"]);
});

test("a job is run, paused with a reason, seen as standing still, and let go on; all of it is audited and carried out", async () => {
  const { page, close } = await scene.open({ language: "en" }, town.operator);
  await page.goto("/maintenance/jobs");
  await openJob(page, "Finished jobs");
  await page.getByRole("button", { name: "Run now" }).click();
  await page.getByText("The worker has been asked").waitFor();
  const asked = page.getByRole("region", { name: "Asked for last" });
  await asked.getByText("done, 1 job").first().waitFor();
  await openJob(page, "Changed rule");
  await page.getByRole("button", { name: "Pause…" }).click();
  const hours = page.getByLabel("For how many hours");
  await hours.fill("25");
  await page.getByLabel("Reason").fill("the disk is changed");
  await page.getByRole("button", { name: "Pause the job" }).click();
  await hours.and(page.locator("[aria-invalid=true]")).waitFor();
  await hours.fill("1");
  await page.getByLabel("Reason").fill(`call ${NUMBER}`);
  await page.getByRole("button", { name: "Pause the job" }).click();
  await page.getByText("A reason must not hold a number").waitFor();
  await page.getByLabel("Reason").fill("the disk is changed");
  await page.getByRole("button", { name: "Pause the job" }).click();
  await page.getByText("1 job by which promises are kept is paused").waitFor();
  await page.getByText("the disk is changed").waitFor();
  await page.getByRole("button", { name: "Let it go on" }).click();
  await page.getByRole("button", { name: "Pause…" }).waitFor();
  await page.getByText("by which promises are kept is paused").waitFor({ state: "detached" });
  await close(["400"]);
});

test("a request id of a refused call is found in the log, and no line holds a number", async () => {
  const { page, close } = await scene.open({ language: "en" }, town.operator);
  const answer = await page.request.post("/api/trpc/data.search", {
    headers: { "content-type": "application/json" },
    data: JSON.stringify({ json: { text: NUMBER } }),
  });
  assert.equal(answer.status(), 409);
  const requestId = answer.headers()["x-request-id"] ?? "";
  await page.goto("/maintenance/log");
  await page.getByLabel("Request id").fill(requestId);
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await page.getByText(`requestId=${requestId}`, { exact: false }).waitFor();
  assert.equal(await page.getByRole("table", { name: "Operations log" }).getByRole("row").count(), 2);
  await page.getByLabel("Request id").fill("");
  await page.getByLabel("Level").selectOption("error");
  await page.getByLabel("Event").fill("no.such.event");
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await page.getByRole("button", { name: "Clear the filters" }).click();
  await page.getByRole("table", { name: "Operations log" }).waitFor();
  assert.equal(await page.getByLabel("Level").inputValue(), "", "what is cleared stands in no field");
  assert.equal(await page.getByLabel("Event").inputValue(), "");
  await settled(page);
  await close(["403"]);
});

test("an error of a page reaches the browsers' log by its class alone", async () => {
  const { page, close } = await scene.open({ language: "sv" }, town.administrator);
  await page.goto("/data");
  // From the moment on that the button works the page's own script runs, which tells of errors.
  await page.locator("search button[type=submit]:enabled").waitFor();
  const told = page.waitForResponse("**/api/client-logs");
  await page.evaluate((number) => setTimeout(() => JSON.parse(`not ${number}`), 0), NUMBER);
  assert.equal((await told).status(), 204);
  const line = () => logLines("browser").findLast((text) => text.includes('"page":"/data"') && text.includes("Syntax"));
  for (const until = Date.now() + WRITTEN_MS; line() === undefined && Date.now() < until; )
    await page.waitForTimeout(100);
  assert.match(line() ?? "", /"event":"page.failed".*"kind":"error".*"class":"SyntaxError"/);
  assert.doesNotMatch(logLines("").join("\n"), /1740605/);
  await close(["SyntaxError", "not 07", "is not valid JSON"]);
});

test("the support bundle shows what is inside and holds no number, address or name", async () => {
  const { page, close } = await scene.open({ language: "en" }, town.operator);
  await page.goto("/maintenance/support");
  await page.getByRole("button", { name: "See what is inside" }).click();
  await page.getByRole("cell", { name: "health.json" }).waitFor();
  assert.equal(await page.getByText("left out").count(), 0);
  const downloading = page.waitForEvent("download");
  await page.getByRole("button", { name: /^Download \(/ }).click();
  const file = await (await downloading).path();
  const parts = unzipSync(readFileSync(file));
  assert.ok(Object.keys(parts).includes("manifest.json"));
  const text = Object.values(parts)
    .map((part) => Buffer.from(part).toString())
    .join("\n");
  for (const secret of [/1740605/, /driftby/i, /@/, new RegExp(product.home)]) assert.doesNotMatch(text, secret);
  await close();
});

test("strangers get no figures, and whoever has the home's token does", async () => {
  const { page, close } = await scene.open({ language: "en" }, town.administrator);
  assert.equal((await page.request.get("/metrics")).status(), 404);
  const wrong = await page.request.get("/metrics", { headers: { authorization: `Bearer ${"x".repeat(43)}` } });
  assert.equal(wrong.status(), 404);
  const token = readFileSync(join(product.home, "secrets", "metrics.token"), "utf8").trim();
  const right = await page.request.get("/metrics", { headers: { authorization: `Bearer ${token}` } });
  const text = await right.text();
  assert.match(text, /gallra_requests_total\{procedure="data\.search",code="conflict"\} \d/);
  assert.match(text, /nodejs_eventloop_lag_seconds/);
  assert.doesNotMatch(text, new RegExp(town.name));
  assert.equal(await (await page.request.get("/readyz")).text(), "ready\n");
  await close(["404"]);
});

async function openJob(page: Page, title: string): Promise<void> {
  const button = page.getByRole("button", { name: `Open: ${title}` });
  await button.waitFor();
  if ((await button.getAttribute("aria-expanded")) !== "true") await button.click();
  await page.getByRole("region", { name: title, exact: true }).first().waitFor();
}

function logLines(service: string): string[] {
  const folder = join(product.home, "logs");
  return readdirSync(folder)
    .filter((file) => file.startsWith(service) && /\.log(\.gz)?$/.test(file))
    .flatMap((file) => {
      const bytes = readFileSync(join(folder, file));
      return (file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString().split("\n");
    });
}
