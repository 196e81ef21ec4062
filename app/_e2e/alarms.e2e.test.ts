import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { after, afterEach, before, test } from "node:test";
import { connect } from "#db/clients.ts";
import { readClusterHome } from "#db/cluster-home.ts";
import { withCompany } from "#db/with-company.ts";
import { playAuthority } from "#server/sources/http/played-authority.ts";
import { playServer, type PlayedServer } from "#server/sources/http/played-server.ts";
import { type PlayedMailServer, playMailServer } from "#server/watch/delivery/played-mail-server.ts";
import { violations } from "./axe.ts";
import type { Product } from "./product.ts";
import { openScene, type Scene, shoot } from "./scene.ts";
import { settle, type Town } from "./settle.ts";
import { shareProduct } from "./share-product.ts";

const PASSWORD = "relay of the journey";

let town: Town;
let product: Product;
let scene: Scene;
let relay: PlayedMailServer;
let hook: PlayedServer;
let pin: string;

before(async () => {
  product = await shareProduct();
  town = await settle(product, "larmby");
  scene = await openScene(product);
  const certificate = await (await playAuthority()).issue("127.0.0.1");
  pin = `SHA256:${new X509Certificate(certificate.cert).fingerprint256}`;
  relay = await playMailServer({ ...certificate, account: { user: "gallra", password: PASSWORD } });
  hook = await playServer((_, response) => response.end("thanks"), certificate);
  await product.commands([
    ["permit", "network", "--installation", "127.0.0.1"],
    ["permit", "network", "--company", town.slug, "127.0.0.1"],
  ]);
});

after(async () => {
  await scene?.close();
  await Promise.all([relay?.close(), hook?.close()]);
});
afterEach(() => scene.closeLeftOver());

test("an alarm of a guard comes by mail and webhook, is taken note of, and comes again when it is over", async () => {
  const operator = await scene.open({ language: "en" }, town.operator);
  await operator.page.goto("/maintenance/alarms");
  await operator.page.getByRole("button", { name: "Enter a relay" }).click();
  const form = operator.page.getByRole("region", { name: "The mail relay and its password" });
  await form.getByLabel("Server").fill("127.0.0.1");
  for (const [security, usual] of [
    ["tls", "465"],
    ["starttls", "587"],
  ] as const) {
    await form.getByLabel("Encryption").selectOption(security);
    assert.equal(await form.getByLabel("Port", { exact: true }).inputValue(), usual);
  }
  assert.equal(await form.getByLabel("Server").inputValue(), "127.0.0.1", "what was typed stays");
  await form.getByLabel("Port", { exact: true }).fill(String(relay.port));
  await form.getByLabel("User").fill("gallra");
  await form.getByLabel("Password").fill(PASSWORD);
  await form.getByLabel("Sender").fill("gallra@gallra.example");
  await form.getByLabel("Fingerprint of the certificate").fill(pin);
  await form.getByRole("button", { name: "Save the relay" }).click();
  await operator.page.getByText(`127.0.0.1:${relay.port}`).waitFor();
  await operator.page.getByText("No mail relay is set").waitFor({ state: "detached" });
  await shoot(operator.page, "alarms-installation-en");
  assert.deepEqual(await violations(operator.page), []);
  await operator.close();

  const { page, close } = await scene.open({ language: "en" }, town.administrator);
  await page.goto("/processing/alarms");
  await page.getByText("Nobody is told").waitFor();
  await page.getByRole("button", { name: "Add a recipient" }).click();
  const panel = page.getByRole("region", { name: "Add a recipient" });
  await panel.getByLabel("Mail address").fill("drift@larmby.example");
  await panel.getByLabel("Language").selectOption("sv");
  await panel.getByRole("button", { name: "Save", exact: true }).click();
  await panel.waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Change: drift@larmby.example" }).click();
  await page.getByRole("button", { name: "Send a test" }).click();
  await page.getByText("It was sent, and the other side took it with 250.").waitFor();
  assert.deepEqual(
    relay.mails.map(({ to, encrypted }) => [to, encrypted]),
    [[["drift@larmby.example"], true]],
  );
  await page.keyboard.press("Escape");

  await page.getByRole("button", { name: "Add a recipient" }).click();
  await panel.getByLabel("By").selectOption("webhook");
  await panel.getByLabel("Address of the webhook").fill(`${hook.origin}/alarms?token=journey`);
  await panel.getByLabel("Fingerprint of the certificate").fill(pin);
  await panel.getByLabel("Is told of").selectOption("guards");
  await panel.getByRole("button", { name: "Save", exact: true }).click();
  await panel.getByText(/^whsec_/).waitFor();
  await shoot(page, "alarms-secret-en");
  await panel.getByRole("button", { name: "I have it" }).click();
  assert.ok(!(await page.content()).includes("token=journey"));

  await page.goto("/processing");
  await page.getByRole("button", { name: "Set a guard: Presentity" }).click();
  const guard = page.getByRole("region", { name: "Guard: Presentity" });
  await guard.getByLabel("Alarm after so many minutes without a call").fill("1");
  await guard.getByLabel("When people work").selectOption("own");
  for (const day of ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"])
    await guard.getByLabel(day).fill("00:00-24:00");
  await guard.getByLabel("Holidays").selectOption("none");
  await guard.getByRole("button", { name: "Save the guard" }).click();
  await guard.waitFor({ state: "detached" });
  await hourAgo();
  await page.reload();
  await page.getByText("Silent source: Presentity").waitFor();
  await arrived(() => relay.mails.length === 2 && hook.asked.length === 1);
  assert.equal(JSON.parse(hook.asked[0]?.body ?? "{}").data.alarms[0].event, "raised");
  assert.match(relay.mails[1]?.text ?? "", /^Larm: Tyst k=C3=A4lla: Presentity/m);
  const history = page.getByRole("region", { name: "Alarms raised and ended" });
  await history.getByRole("button", { name: /^Take note/ }).click();
  await history.getByText(/^anna \d{4}-/).waitFor();
  await page.getByRole("button", { name: "Change: Presentity" }).click();
  await page.getByRole("button", { name: "Take the guard away" }).click();
  await arrived(() => relay.mails.length === 3 && hook.asked.length === 2);
  assert.equal(JSON.parse(hook.asked[1]?.body ?? "{}").data.alarms[0].event, "over");

  await page.goto("/processing/alarms");
  await page.getByText("Silent source (over)").first().waitFor();
  assert.equal(await page.getByText("sent", { exact: true }).count(), 5);
  await shoot(page, "alarms-en");
  assert.deepEqual(await violations(page), []);
  await close();
});

/** A guard waits a minute at the least: the clock is played where the product reads it. */
async function hourAgo(): Promise<void> {
  const sql = connect(readClusterHome(product.home), "data", "owner", { max: 1, name: "journey" });
  try {
    const [company] = await sql`select id from data.company where slug = ${town.slug}`;
    const id = company?.["id"] as number;
    await withCompany(sql, id, async (tx) => {
      await tx`update data.guard set since = since - interval '1 hour' where company_id = ${id}`;
      await tx`update data.processed_day set processed_at = processed_at - interval '1 hour' where company_id = ${id}`;
    });
  } finally {
    await sql.end({ timeout: 2 });
  }
}

/** What the worker sends comes by itself; nothing else is waited for. */
async function arrived(isThere: () => boolean): Promise<void> {
  for (let tries = 0; tries < 300 && !isThere(); tries++) await new Promise((resolve) => setTimeout(resolve, 100));
  assert.ok(isThere(), `mails ${relay.mails.length}, calls ${hook.asked.length}`);
}
