import assert from "node:assert/strict";
import { createServer } from "node:net";
import { after, afterEach, before, test } from "node:test";
import type { Product } from "#app/_e2e/product.ts";
import { openScene, type Scene } from "#app/_e2e/scene.ts";
import { settle, type Town } from "#app/_e2e/settle.ts";
import { shareProduct } from "#app/_e2e/share-product.ts";
import { nginx } from "./asked-peers.ts";
import { folder, openssh } from "./file-peers.ts";
import type { Place } from "./journey.ts";
import { withPlace } from "./place.ts";
import { missing } from "./programs.ts";
import {
  acceptKey,
  begin,
  fillIn,
  look,
  press,
  seeFound,
  seeRunning,
  sentenceOf,
  tryIt,
  type,
  walker,
} from "./walk.ts";

const COMES_MS = 60_000;

let product: Product;
let town: Town;
let scene: Scene;

before(async () => {
  product = await shareProduct();
  town = await settle(product, "onsala");
  scene = await openScene(product);
  await product.command(["permit", "network", "--company", town.slug, "127.0.0.1/32"]);
});

after(() => scene?.close());
afterEach(() => scene.closeLeftOver());

const at = <T>(hour: number, work: (place: Place) => Promise<T>) =>
  withPlace({ home: product.home, slug: town.slug, hour }, work);
const skipWithout = (...programs: string[]) => {
  const lacks = missing(programs);
  return lacks === "" ? false : `not installed: ${lacks}`;
};

test(
  "a wrong password is told before anything is stored, and the right one mends it",
  {
    skip: skipWithout("nginx", "openssl"),
  },
  () =>
    at(1, async (place) => {
      const peer = await nginx(place);
      const screen = { language: "sv", theme: "light", width: 1440 } as const;
      const { page, close } = await scene.open(screen, town.administrator);
      const person = walker(page, screen, "trouble-password");
      const journey = { system: "twilio-calls-json", transport: "http-poll" } as const;
      await fillIn(person, "Fel lösenord", journey, { ...peer.typed, secret: "wrong" });
      await tryIt(person);
      const accept = page.getByRole("button", { name: person.words.t("sources.pin.accept"), exact: true });
      await accept.click();
      await page.getByText(sentenceOf(person.words, "wrong-credentials")).first().waitFor({ timeout: COMES_MS });
      await look(person, "wrong");
      await type(page, "secret", "secret");
      await tryIt(person);
      await seeFound(person, "calls");
      await close(["403", "401", "503", "500", "502", "400", "422"]);
    }),
);

test("a port that another program has is told as such, and a system that does not answer too", async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  const address = other.address();
  const port = String(address !== null && typeof address === "object" ? address.port : 0);
  try {
    await product.command(["permit", "port", "--company", town.slug, `127.0.0.1:${port}`]);
    const screen = { language: "en", theme: "dark", width: 1440 } as const;
    const { page, close } = await scene.open(screen, town.administrator);
    const person = walker(page, screen, "trouble-port");
    const journey = { system: "mitel-3300-smdr", transport: "tcp" } as const;
    await fillIn(person, "Taken", journey, { mode: "listen", address: "127.0.0.1", port, senders: "127.0.0.1" });
    await tryIt(person, "port-taken");
    await look(person, "taken");
    await new Promise((resolve) => other.close(resolve));
    await fillIn(person, "Away", journey, { mode: "connect", host: "127.0.0.1", port });
    await tryIt(person, "unreachable");
    await close(["403", "503", "500"]);
  } finally {
    other.close();
  }
});

test("a driver that does not fit is seen before the start, and identity numbers ask for their ground", () =>
  at(2, async (place) => {
    const { permit, typed } = await folder(place);
    await product.command(["permit", permit?.[0] ?? "", "--company", town.slug, permit?.[1] ?? ""]);
    const screen = { language: "sv", theme: "dark", width: 1440 } as const;
    const { page, close } = await scene.open(screen, town.administrator);
    const person = walker(page, screen, "trouble-driver");
    await fillIn(person, "Fel drivrutin", { system: "kazoo-json" as never, transport: "shared-file" }, typed);
    await tryIt(person);
    await page.getByText(person.words.t("sources.test.misread"), { exact: true }).waitFor({ timeout: COMES_MS });
    await look(person, "misfit");
    await fillIn(person, "Tid", { system: "flexi-tid" as never, transport: "shared-file" }, typed);
    await tryIt(person);
    const start = page.getByRole("button", { name: person.words.t("sources.begin"), exact: true });
    await page.getByText(person.words.t("sources.terms.asked")).waitFor({ timeout: COMES_MS });
    assert.equal(await start.isDisabled(), true, "nothing starts before somebody has said what becomes of them");
    await look(person, "ssn");
    await page.locator("#source-without-ssn").check();
    assert.equal(await start.isDisabled(), false);
    await close(["403"]);
  }));

test(
  "a server that comes back with another key is sent nothing until a person has accepted it",
  {
    skip: skipWithout("sshd", "ssh-keygen"),
  },
  () =>
    at(3, async (place) => {
      const peer = await openssh(place);
      const screen = { language: "en", theme: "light", width: 1440 } as const;
      const { page, close } = await scene.open(screen, town.administrator);
      const person = walker(page, screen, "trouble-key");
      const { words } = person;
      await fillIn(person, "Key", { system: "asterisk-cdr-csv", transport: "sftp" }, peer.typed);
      await tryIt(person);
      await acceptKey(person, peer.fingerprint ?? "");
      await seeFound(person, "calls");
      await begin(person);
      await seeRunning(person);
      // Away first: it waits, and is tried again by itself.
      await peer.stop();
      await page.getByText(sentenceOf(words, "unreachable")).waitFor({ timeout: COMES_MS });
      await look(person, "away");
      const renewed = await peer.renewKey();
      await page.getByText(words.t("sources.page.changedKey"), { exact: true }).waitFor({ timeout: COMES_MS });
      await look(person, "changed");
      const source = page.url();
      await page.goto("/overview");
      await page.getByText(words.t("alarm.source-failed", { name: "Key" })).waitFor({ timeout: COMES_MS });
      await page.goto(source);
      await press(person, "sources.edit");
      const form = page.locator("form");
      await form.getByRole("button", { name: words.t("sources.test.connection"), exact: true }).click();
      await acceptKey(person, renewed);
      await look(person, "accepted");
      await form.getByRole("button", { name: words.t("action.save"), exact: true }).click();
      await form.waitFor({ state: "detached" });
      await press(person, "sources.start");
      await page.getByRole("button", { name: words.t("sources.startNow"), exact: true }).click();
      await page.getByRole("button", { name: words.t("sources.stop"), exact: true }).waitFor();
      await page.getByText(words.t("sources.page.changedKey"), { exact: true }).waitFor({ state: "detached" });
      await press(person, "sources.stop");
      await close(["403", "503"]);
    }),
);
