import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { settled } from "#app/_e2e/asking.ts";
import { tooWide, violations } from "#app/_e2e/axe.ts";
import type { Screen } from "#app/_e2e/browser.ts";
import { shoot } from "#app/_e2e/scene.ts";
import { en } from "#app/_ui/messages/en.ts";
import { sv } from "#app/_ui/messages/sv.ts";
import { SERVER_SENTENCES } from "#app/_ui/messages/sv/server.ts";
import { translate } from "#app/_ui/sentences.ts";
import { type Words, wordsOf } from "#app/_ui/words.ts";
import { SOURCE_PROBLEMS, type SourceProblem } from "#server/sources/problem.ts";
import { CALLS, NUMBER } from "./calls.ts";
import type { Journey, Peer } from "./journey.ts";

const TEST_MS = 45_000;
const FIRST_CALLS_MS = 60_000;
const [WIDE, TELEPHONE] = [1440, 360];

/** Somebody before the portal, in a language of their own. */
export interface Walker {
  readonly page: Page;
  readonly screen: Screen;
  readonly words: Words;
  /** Beginning of the names of pictures. */
  readonly picture: string;
  /** Of the smaller of their two screens. */
  readonly narrow: number;
}

export function walker(page: Page, screen: Screen, picture: string, narrow: number = TELEPHONE): Walker {
  return { page, screen, words: wordsOf(screen.language, screen.language === "sv" ? sv : en), picture, narrow };
}

/** Fits, can be used by everybody, and is there to be looked at: as a desk shows it and as something smaller does. */
export async function look({ page, screen, picture, narrow }: Walker, step: string): Promise<void> {
  const { language, theme = "light" } = screen;
  for (const width of [WIDE, narrow]) {
    await page.setViewportSize({ width, height: 900 });
    assert.equal(await tooWide(page), 0, `${step} at ${width}`);
    await shoot(page, `${picture}-${step}-${width}-${language}-${theme}`);
  }
  await page.setViewportSize({ width: WIDE, height: 900 });
  assert.deepEqual(await violations(page), [], step);
}

/** The first two steps: the telephone system, the way, and what is set of it. */
export async function fillIn(
  { page, words }: Walker,
  name: string,
  { system, transport }: Pick<Journey, "system" | "transport">,
  typed: Peer["typed"],
): Promise<void> {
  await page.goto("/sources/new");
  await page.getByLabel(words.t("sources.name"), { exact: true }).fill(name);
  await page.locator("#source-driver").selectOption(system);
  await page.locator("#source-way").selectOption(transport);
  for (const [field, value] of Object.entries(typed)) await type(page, field, value);
}

export async function type(page: Page, field: string, value: string): Promise<void> {
  const box = page.locator(`#way-${field}`);
  const kind = await box.evaluate((element) =>
    element instanceof HTMLSelectElement ? "choice" : element instanceof HTMLInputElement ? element.type : "text",
  );
  if (kind === "choice") await box.selectOption(value);
  else if (kind === "checkbox") await box.setChecked(value === "true");
  else await box.fill(value);
}

/** Presses *Test connection*; with a problem, waits until its sentence stands there. */
export async function tryIt({ page, words }: Walker, refused?: SourceProblem): Promise<void> {
  await page.getByRole("button", { name: words.t("sources.test.connection"), exact: true }).click();
  if (refused !== undefined) await page.getByText(sentenceOf(words, refused)).first().waitFor({ timeout: TEST_MS });
}

/** As the portal says it in the language of whoever reads. */
export function sentenceOf({ language }: Words, problem: SourceProblem): string {
  const said = SOURCE_PROBLEMS[problem];
  return language === "sv" ? (translate(said, SERVER_SENTENCES) ?? said) : said;
}

const plain = (fingerprint: string) => fingerprint.replace(/^SHA256:/, "").toLowerCase();

/** Compares what the page shows with what the peer's own tools say, and accepts it. */
export async function acceptKey({ page, words }: Walker, fingerprint: string): Promise<void> {
  const accept = page.getByRole("button", { name: words.t("sources.pin.accept"), exact: true });
  await accept.waitFor({ timeout: TEST_MS });
  const heading = page.getByText(words.t("sources.pin.found"), { exact: true });
  const shown = await heading.locator("xpath=following-sibling::p[1]").textContent();
  assert.equal(plain(shown ?? ""), plain(fingerprint), "the page shows what the other side's own tools say");
  await accept.click();
  await page.getByText(words.t("sources.pin.accepted")).waitFor({ timeout: TEST_MS });
}

/** What a test found, before anything is stored. */
export async function seeFound({ page, words }: Walker, shown: Journey["shown"]): Promise<void> {
  if (shown === "nothing") {
    const listens = page.getByText(words.t("sources.test.listens"), { exact: true });
    const reached = page.getByText(words.t("sources.test.reached"), { exact: true });
    await listens.or(reached).waitFor({ timeout: TEST_MS });
    return;
  }
  await page.getByText(words.t("sources.test.sample"), { exact: true }).waitFor({ timeout: TEST_MS });
  const found = (await page.getByRole("status").allTextContents()).join(" ");
  assert.ok(found.includes("•"), "the numbers of the first calls are masked");
  assert.ok(!/0605|06 05/.test(found), "no number stands there whole");
}

export async function press(
  { page, words }: Walker,
  key: "sources.stop" | "sources.edit" | "sources.start",
): Promise<void> {
  await page.getByRole("button", { name: words.t(key), exact: true }).click();
}

/** Presses *Start*, which leads to the source's own page. */
export async function begin({ page, words }: Walker): Promise<void> {
  await page.getByRole("button", { name: words.t("sources.begin"), exact: true }).click();
  await page.waitForURL(/\/sources\/\d+$/);
  await page.getByRole("button", { name: words.t("sources.stop"), exact: true }).waitFor();
}

/** The page of the source, once its calls are stored: how fast, and by which transfer session. */
export async function seeRunning({ page, words }: Walker): Promise<void> {
  const summary = words.t("sources.page.rate.summary", { count: CALLS + 1 });
  await page.getByText(summary).waitFor({ timeout: FIRST_CALLS_MS });
  // The log of transfer sessions is asked for less often than the figures above it.
  const sum = async () => {
    const cells = await page.locator("td[data-column=records]").allTextContents();
    return cells.reduce((all, text) => all + Number(text), 0);
  };
  for (let tries = 0; tries < 60 && (await sum()) < CALLS + 1; tries++) await page.waitForTimeout(250);
  assert.equal(await sum(), CALLS + 1, "the transfer sessions tell of every call");
}

/** Sees on the page *Data* that so many calls of the number are found. */
export async function find(person: Walker, expected: number): Promise<void> {
  await search(person);
  const { page, words } = person;
  const range = words.t("data.range", { from: "#", to: "#", total: expected }).split("#").at(-1) ?? "";
  const told = page.getByText(new RegExp(`\\d${range.replaceAll(" ", "\\s")}$`));
  await told.first().waitFor({ timeout: TEST_MS });
  await settled(page);
}

/** How many calls of the number the page *Data* finds. */
export async function count(person: Walker): Promise<number> {
  await search(person);
  const shown = await person.page
    .getByText(/^1–\d+ \S+ \d+$/)
    .first()
    .textContent();
  return Number(shown?.split(/\s/).at(-1));
}

async function search({ page }: Walker): Promise<void> {
  await page.goto("/data");
  await page.locator("#number").fill(NUMBER);
  await page.locator("#number").press("Enter");
  await page.locator("main table tbody tr").first().waitFor({ timeout: TEST_MS });
}
