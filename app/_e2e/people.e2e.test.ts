import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import type { Page } from "playwright-core";
import { connect, type Sql } from "#db/clients.ts";
import { readClusterHome } from "#db/cluster-home.ts";
import { withCompany } from "#db/with-company.ts";
import { violations } from "./axe.ts";
import type { Product } from "./product.ts";
import { openScene, type Scene, shoot } from "./scene.ts";
import { type Person, settle, type Town } from "./settle.ts";
import { shareProduct } from "./share-product.ts";

const OWN = "Granbarr-lavskrika-7";

let product: Product;
let town: Town;
let scene: Scene;
let owner: Sql;

before(async () => {
  product = await shareProduct();
  town = await settle(product, "personby");
  scene = await openScene(product);
  owner = connect(readClusterHome(product.home), "data", "owner", { max: 1, name: "journey" });
});

after(async () => {
  await owner?.end({ timeout: 1 });
  await scene?.close();
});
afterEach(() => scene.closeLeftOver());

test("somebody added in the portal gets a password shown once, and can do nothing with it but choose their own", async () => {
  const { page, close } = await scene.open({ language: "en" }, town.administrator);
  const person = await addPerson(page, "Olof Provsson", "olof@personby.example");
  await shoot(page, "people-added-en");
  assert.ok(!page.url().includes("olof"), "nobody stands in the address");
  const { page: theirs, close: closeTheirs } = await scene.open({ language: "sv" }, person);
  await theirs.goto("/");
  await theirs.getByRole("heading", { name: "Välj ett eget lösenord" }).waitFor();
  await shoot(theirs, "forced-sv");
  assert.equal(await procedure(theirs, "people.list"), "forbidden");
  assert.equal(await procedure(theirs, "me.sessions"), "forbidden");
  await theirs.getByLabel("Nuvarande lösenord").fill(person.password);
  await theirs.getByLabel("Nytt lösenord").fill(OWN);
  await theirs.getByRole("button", { name: "Byt lösenord" }).click();
  await theirs.getByRole("navigation").first().waitFor();
  assert.notEqual(await procedure(theirs, "me.sessions"), "forbidden");
  await closeTheirs(["403"]);
  await close();
});

test("my account lists where one is signed in, and a session that is ended is refused on its next request", async () => {
  const { page: away } = await scene.open({ language: "en" }, town.dpo);
  const { page, close } = await scene.open({ language: "en" }, town.dpo);
  await page.goto("/me");
  const rows = page.getByRole("row").filter({ hasText: "Chrome on Linux" });
  await page.getByText("this one").waitFor();
  assert.ok((await rows.count()) >= 2);
  await page.getByText("has not been used for 60 minutes, and 12 hours").waitFor();
  assert.deepEqual(await violations(page), []);
  await shoot(page, "me-en");
  await page.getByRole("button", { name: /^Sign out \d+ others?$/ }).click();
  await page.getByText("Signed out. It is refused").waitFor();
  assert.equal(await procedure(away, "me.sessions"), "not-signed-in");
  await away.goto("/people");
  assert.equal(new URL(away.url()).pathname, "/sign-in");
  await close();
});

test("an administrator finds somebody, confirms with the password and goes on, and ends their sessions", async () => {
  const { page: theirs } = await scene.open({ language: "en" }, town.dpo);
  const { page, close } = await scene.open({ language: "en" }, town.administrator);
  await owner`update data.session set stepped_up_at = now() - interval '16 minutes' where account_id =
    (select id from data.account where email = ${town.administrator.email})`;
  await page.goto("/people");
  await page.getByLabel("Name or email").fill("KIM@");
  await page.getByText("1 person", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Open: kim" }).click();
  await page.getByRole("button", { name: "Disable" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Your password").fill("not this one");
  await dialog.getByRole("button", { name: "Continue" }).click();
  await dialog.getByText("The present password is not right.").waitFor();
  assert.deepEqual(await violations(page), []);
  await shoot(page, "step-up-en");
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  await page.getByText("Confirm with your password").waitFor();
  assert.notEqual(await procedure(theirs, "me.sessions"), "not-signed-in", "what was cancelled did not happen");
  await page.getByRole("button", { name: "Disable" }).click();
  await dialog.getByLabel("Your password").fill(town.administrator.password);
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Enable" }).waitFor();
  assert.equal(await procedure(theirs, "me.sessions"), "not-signed-in");
  await page.getByRole("button", { name: "Enable" }).click();
  await page.getByRole("button", { name: "Disable" }).waitFor();
  const { page: again } = await scene.open({ language: "en" }, town.dpo);
  await page.getByRole("button", { name: "Show the sessions" }).click();
  await page.getByRole("listitem").filter({ hasText: "Chrome on Linux" }).first().waitFor();
  await shoot(page, "person-panel-en");
  await page.getByRole("button", { name: "Sign out everywhere" }).click();
  await page.getByText(/session(s were| was) ended/).waitFor();
  assert.equal(await procedure(again, "me.sessions"), "not-signed-in");
  await close(["400", "403"]);
});

test("a list of people is left at its last page, sorted from its first, and never stands empty", async () => {
  const { id, people } = await bringMany();
  const { page, close } = await scene.open({ language: "en", width: 1440 }, town.administrator);
  await page.goto("/people");
  const next = page.getByRole("button", { name: "Next", exact: true });
  await page.getByLabel("State").selectOption("active");
  await page.getByText(`1–50 of ${people}`).waitFor();
  await next.click();
  await page.getByText(`51–${people} of ${people}`).waitFor();
  await page
    .getByRole("columnheader", { name: /^Email/ })
    .getByRole("button")
    .click();
  await page.getByText(`1–50 of ${people}`).waitFor();
  await next.click();
  await page.getByText(`51–${people} of ${people}`).waitFor();
  await page.waitForFunction(() => document.querySelectorAll("tbody tr").length === 1);
  await page.getByRole("button", { name: /^Open: Zz/ }).click();
  await page.getByRole("button", { name: "Disable" }).click();
  await page.getByText("50 people", { exact: true }).waitFor();
  await page.waitForFunction(() => document.querySelectorAll("tbody tr").length === 50);

  // Of layouts only a page is here: it keeps its order, and its heads promise none.
  await page.goto("/processing/layouts");
  await page.getByText("1–50 of 60").waitFor();
  assert.equal(await page.getByRole("columnheader").getByRole("button").count(), 0);
  await next.click();
  await page.getByText("51–60 of 60").waitFor();

  // Cases that were asked for stand there.
  await page.goto("/holds");
  const older = page.getByRole("button", { name: "Older cases" });
  for (const shown of [25, 50, 60]) {
    await page.waitForFunction((rows) => document.querySelectorAll("tbody tr").length === rows, shown);
    if (shown < 60) await older.click();
  }
  await older.waitFor({ state: "detached" });

  // Of what was verified the ninth is found as well.
  await page.goto("/sources/1/records");
  await page.getByText("1–8 of 11").waitFor();
  await page.getByRole("region", { name: "Verified and read again" }).getByRole("button", { name: "Next" }).click();
  await page.getByText("9–11 of 11").waitFor();
  assert.deepEqual(await violations(page), []);
  await owner`update data.account set disabled_at = now() where scope_company_id = ${id} and email like 'zz-%'`;
  await close();
});

/** So many people that one of those who may sign in stands alone on the second page, and more than a page of other things. */
async function bringMany(): Promise<{ id: number; people: number }> {
  const [company] = await owner`select id, reseller_id from data.company where slug = ${town.slug}`;
  const id = company?.["id"] as number;
  const people = 51;
  await owner`insert into data.account (id, reseller_id, scope_company_id, email, name, password_hash, profile)
    select gen_random_uuid(), ${company?.["reseller_id"] as number}, ${id}, 'zz-' || n || '@personby.example', 'Zz ' || n, 'x', 'end-user'
      from generate_series(1, ${people}::int - (select count(*)::int from data.account a where a.scope_company_id = ${id} and a.disabled_at is null)) n`;
  await withCompany(owner, id, async (tx) => {
    await tx`insert into data.layout (company_id, id, name) select ${id}, 1000 + n, 'Layout ' || n from generate_series(1, 60) n`;
    await tx`insert into data.layout_version (company_id, layout_id, version, kind, made_by_name, layout)
      select ${id}, 1000 + n, 1, 'delimited', 'Test', '{}' from generate_series(1, 60) n`;
    await tx`insert into data.privacy_case (company_id, id, created_at, changed_at, kind, state, name, ground, reason, created_by_name, of_person, keeps)
      select ${id}, gen_random_uuid(), date_trunc('second', now()), now(), 'hold', 'active', 'Case ' || n, 'dispute', 'a dispute', 'Test', false, true
        from generate_series(1, 60) n`;
    await tx`insert into data.raw_work (company_id, id, source_id, account_id, kind, state, created_at, finished_at, from_day, to_day)
      select ${id}, gen_random_uuid(), 1, gen_random_uuid(), 'verify', 'done', now(), now(), current_date, current_date from generate_series(1, 11)`;
  });
  return { id, people };
}

test("people and one's account are used on a phone in Swedish", async () => {
  const { page, close } = await scene.open(
    { language: "sv", width: 360, height: 740, theme: "dark" },
    town.administrator,
  );
  await page.goto("/me");
  await page.getByText("den här").waitFor();
  await shoot(page, "me-phone-sv");
  await page.goto("/people");
  await page.getByRole("button", { name: "Öppna: kim" }).click();
  await page.getByRole("heading", { name: "kim" }).waitFor();
  await page.getByRole("button", { name: "Ta fram ett nytt lösenord" }).click();
  await page.getByText("Personen loggas ut överallt").waitFor();
  assert.deepEqual(await violations(page), []);
  await shoot(page, "people-phone-sv");
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  assert.equal(wide, false, "the page is no wider than the phone");
  await close();
});

async function addPerson(page: Page, name: string, email: string): Promise<Person> {
  await page.goto("/people");
  await page.getByRole("button", { name: "Add a person" }).click();
  const panel = page.getByRole("region", { name: "Add a person" });
  await panel.getByLabel("Name").fill(name);
  await panel.getByLabel("Email").fill(email);
  await panel.getByLabel("Profile").selectOption("supervisor");
  await panel.getByRole("button", { name: "Add" }).click();
  const password = (await panel.locator("code").textContent()) ?? "";
  assert.match(password, /^[\w-]{16}$/);
  return { email, password };
}

/** Asks the API as this page's person; answers the code of its refusal, or "answered". */
async function procedure(page: Page, name: string): Promise<string> {
  const response = await page.request.post(`/api/trpc/${name}`, {
    headers: { "content-type": "application/json", "sec-fetch-site": "same-origin" },
    data: JSON.stringify({ json: {} }),
  });
  return /"appCode":"([a-z-]+)"/.exec(await response.text())?.[1] ?? "answered";
}
