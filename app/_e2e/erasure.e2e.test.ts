import assert from "node:assert/strict";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, test } from "node:test";
import { pathToFileURL } from "node:url";
import { CompactSign } from "jose";
import type { Browser, Page } from "playwright-core";
import { REMAINS } from "#server/domain/remains.ts";
import { writeEntry } from "#server/keyring/ledger/entry.ts";
import { type SigningKey, temporarySecrets } from "#server/keyring/secrets.ts";
import { commitTo, freshNonce } from "#server/privacy/erase/commitment.ts";
import { settled } from "./asking.ts";
import { tooWide, violations } from "./axe.ts";
import { launchBrowser } from "./browser.ts";
import type { Product } from "./product.ts";
import { openScene, type Scene, shoot } from "./scene.ts";
import { NUMBER, OTHER_NUMBER, settle, type Town } from "./settle.ts";
import { shareProduct } from "./share-product.ts";

const DONE_MS = 90_000;

const VERIFIER = join(import.meta.dirname, "../verify/verifier.html");
const folder = mkdtempSync(join(tmpdir(), "gallra-erasure-"));
let product: Product;
let town: Town;
let scene: Scene | null = null;

after(async () => {
  await scene?.close();
  rmSync(folder, { recursive: true, force: true });
});
afterEach(() => scene?.closeLeftOver());

test("the verifier works from the disk without a server: signature, key, person and ledger, each of which can fail", async () => {
  const { signing } = await temporarySecrets();
  const nonce = freshNonce();
  const first = writeEntry(signing, { seq: 0, hash: "" }, new Date(), { kind: "subjects", companyId: 1, ids: ["00"] });
  const second = writeEntry(signing, first.head, new Date(), { kind: "subjects", companyId: 1, ids: ["01"] });
  const jws = await signedBy(signing, {
    version: 2,
    kind: "erasure",
    certificateId: "11111111-1111-4111-8111-111111111111",
    outcome: "complete",
    company: { id: 1, name: "Prov AB" },
    reason: "Art. 17",
    commitment: { values: [commitTo(nonce, "+46701740605")] },
    deleted: { calls: 2 },
    found: { parties: 0 },
    remains: [{ ...REMAINS["telephone-systems"], names: ["Växeln"], count: null, until: null }],
    ledger: { sequence: second.head.seq, hash: second.head.hash },
  });
  const write = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const certificate = write("own.jws", `${jws}\n`);
  const ledger = write("own.jsonl", `${first.line}\n${second.line}\n`);
  const broken = write("broken.jsonl", `${first.line.replace('"00"', '"02"')}\n${second.line}\n`);
  const browser = await launchBrowser();
  try {
    await checkFromDisk(browser, { verifier: VERIFIER, certificate, nonce, ledger, broken });
  } finally {
    await browser.close();
  }
});

async function signedBy(signing: SigningKey, statement: object): Promise<string> {
  const { kty, crv, x } = signing.publicJwk;
  return await new CompactSign(Buffer.from(JSON.stringify(statement)))
    .setProtectedHeader({ alg: "EdDSA", kid: signing.kid, jwk: { kty, crv, x } as never })
    .sign(signing.privateKey);
}

test("an erasure waits for somebody else, can be undone once approved, and ends with a certificate that a page from the disk checks", async () => {
  product = await shareProduct();
  town = await settle(product, "tvattat");
  scene = await openScene(product);
  const dpo = await scene.open({ language: "sv", width: 360 }, town.dpo);
  await dpo.page.goto("/certificates");
  await dpo.page.getByLabel("Varje radering kräver en andra person").check();
  await dpo.page.getByRole("button", { name: "Spara", exact: true }).click();
  await dpo.page.getByText("Sparat", { exact: true }).waitFor();

  const administrator = await scene.open({ language: "en" }, town.administrator);
  const { page } = administrator;
  await ask(page, "15 minutes");
  await approve(dpo.page, "erasure-waiting-sv-360");
  await page.goto("/certificates");
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByRole("button", { name: "Undo" }).waitFor({ state: "detached" });
  await page.goto("/data");
  await find(page, NUMBER);
  await page.getByText(`of ${town.calls}`).first().waitFor();

  const nonce = await ask(page, "none: start at once");
  await approve(dpo.page, null);
  await dpo.close();
  const link = page.getByRole("link", { name: "Open the certificate" });
  await link.waitFor({ timeout: DONE_MS });
  await link.click();
  await page.getByText("the re-search found nothing").waitFor();
  await page.getByText("Approved by").waitFor();
  await shoot(page, "erasure-certificate-en");
  const certificate = join(folder, "certificate.jws");
  await save(page, page.getByRole("button", { name: "Download" }), certificate);
  const verifier = join(folder, "gallra-verify.html");
  await save(page, page.getByRole("link", { name: "Save the verifier" }), verifier);
  await administrator.close();
  assert.ok(!readFileSync(certificate, "utf8").includes(NUMBER.slice(2)));
  const [told] = await product.command(["certificate", "verify", "--nonce", nonce, "--number", NUMBER, certificate]);
  assert.deepEqual([told?.["valid"], told?.["person"]], [true, true]);
  const ledger = join(folder, "ledger.jsonl");
  copyFileSync(join(product.home, "ledger", "ledger.jsonl"), ledger);
  await checkFromDisk(scene.browser, { verifier, certificate, nonce, ledger });
});

interface Given {
  readonly verifier: string;
  readonly certificate: string;
  readonly nonce: string;
  readonly ledger: string;
  /** One that somebody has changed. */
  readonly broken?: string;
}

/** Offline, from file://: the page is given nothing but the files. */
async function checkFromDisk(browser: Browser, given: Given): Promise<void> {
  const { verifier, certificate, nonce, ledger, broken } = given;
  const context = await browser.newContext({
    locale: "sv-SE",
    viewport: { width: 360, height: 900 },
    offline: true,
  });
  const page = await context.newPage();
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.goto(pathToFileURL(verifier).href);
  await page.getByLabel("Välj filen").setInputFiles(certificate);
  await page.getByText("Underskriften är giltig").waitFor();
  await page.getByText("Fullständig").waitFor();
  await page.getByLabel("Telefonnummer eller personnummer").fill("070-174 06 05");
  await page.getByLabel("Koden").fill(nonce);
  await page.getByText("Intyget gäller det här numret.").waitFor();
  await page.getByLabel("Telefonnummer eller personnummer").fill(OTHER_NUMBER);
  await page.getByText("Inte det här numret").waitFor();
  const print = (await page.locator("#print").textContent()) ?? "";
  await page.getByLabel("Fingeravtrycket som du känner det").fill(print);
  await page.getByText("Samma nyckel.").waitFor();
  await page
    .getByLabel("Fingeravtrycket som du känner det")
    .fill(print.replace(/^./, (sign) => (sign === "_" ? "-" : "_")));
  await page.getByText("En annan nyckel").waitFor();
  await page.getByLabel("ledger.jsonl").setInputFiles(ledger);
  await page.getByText("kedjan före den är hel").waitFor();
  if (broken !== undefined) {
    await page.getByLabel("ledger.jsonl").setInputFiles(broken);
    await page.getByText("kedjan bruten").waitFor();
  }
  await shoot(page, "verifier-sv-360");
  assert.deepEqual(await violations(page), []);
  assert.equal(await tooWide(page), 0);
  const text = readFileSync(certificate, "utf8").trim();
  const forged = join(folder, "forged.jws");
  writeFileSync(
    forged,
    text.replace(/\.(.)/, (_, char: string) => `.${char === "A" ? "B" : "A"}`),
  );
  await page.getByLabel("Välj filen").setInputFiles(forged);
  await page.getByText("Ogiltigt").waitFor();
  assert.deepEqual(
    asked.filter((url) => !url.startsWith("file:")),
    [],
    "nothing leaves the page",
  );
  await context.close();
}

/** Asks for the erasure of everything about NUMBER; answers the code that is shown once. */
async function ask(page: Page, grace: string): Promise<string> {
  await page.goto("/data");
  await find(page, NUMBER);
  await page.getByRole("button", { name: "Erase…" }).click();
  await page.getByText("Somebody else has to approve it").waitFor();
  await page.getByLabel("Reason").fill("Art. 17(1)(b), request 44");
  await page.getByLabel("Time to change your mind").selectOption({ label: grace });
  await page.getByLabel(`Type ${town.calls} to confirm`).fill(String(town.calls));
  await page.getByRole("button", { name: `Ask for approval to erase ${town.calls} rows` }).click();
  await page.getByText("Waits for a second person").waitFor();
  return ((await page.locator("code", { hasText: /^[\w-]{43}$/ }).textContent()) ?? "").trim();
}

async function approve(page: Page, picture: string | null): Promise<void> {
  await page.goto("/certificates");
  await page.getByRole("button", { name: "Se på den" }).click();
  await page.getByRole("button", { name: "Godkänn och radera" }).waitFor();
  await settled(page);
  if (picture !== null) {
    await shoot(page, picture);
    assert.deepEqual(await violations(page), []);
    assert.equal(await tooWide(page), 0);
  }
  await page.getByRole("button", { name: "Godkänn och radera" }).click();
  await page.getByText("Raderingar som väntar på en andra person").waitFor({ state: "detached" });
}

async function save(page: Page, button: ReturnType<Page["getByRole"]>, to: string): Promise<void> {
  const [file] = await Promise.all([page.waitForEvent("download"), button.click()]);
  copyFileSync(await file.path(), to);
}

async function find(page: Page, text: string): Promise<void> {
  await page.locator("#number").fill(text);
  await page.locator("#number").press("Enter");
  await page
    .getByText(/read as|läst som/)
    .first()
    .waitFor();
}
