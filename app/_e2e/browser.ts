import { setTimeout as wait } from "node:timers/promises";
import chromium from "@sparticuz/chromium";
import { type Browser, chromium as engine, type BrowserContext, type Page } from "playwright-core";

/** Not the package's own arguments: its single process dies at a second context. */
const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const UNPACKED_MS = 60_000;

/** A Chromium out of the registry's package; nothing is downloaded when it starts. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = await chromium.executablePath();
  for (const until = Date.now() + UNPACKED_MS; ; await wait(250)) {
    try {
      return await engine.launch({ executablePath, args: ARGUMENTS, headless: true });
    } catch (error) {
      // The package takes a file that is there for one that is whole: another test process is still unpacking it.
      if (!String(error).includes("ETXTBSY") || Date.now() > until) throw error;
    }
  }
}

export interface Screen {
  readonly language: "sv" | "en";
  readonly theme?: "light" | "dark";
  readonly width?: number;
  readonly height?: number;
}

/** A context of its own: cookies, language and look as a person would have them. */
export async function openContext(browser: Browser, address: string, screen: Screen): Promise<BrowserContext> {
  const context = await browser.newContext({
    baseURL: address,
    ignoreHTTPSErrors: true,
    locale: screen.language === "sv" ? "sv-SE" : "en-GB",
    colorScheme: screen.theme ?? "light",
    viewport: { width: screen.width ?? 1280, height: screen.height ?? 900 },
    reducedMotion: "reduce",
    acceptDownloads: true,
  });
  await context.addCookies([{ name: "gallra-language", value: screen.language, url: address }]);
  return context;
}

/** Fills in the sign-in page and waits for the portal. */
export async function signIn(page: Page, person: Credentials): Promise<void> {
  await page.goto("/sign-in");
  await page.locator("#email").fill(person.email);
  await page.locator("#password").fill(person.password);
  await page.locator("button[type=submit]").click();
  await page.waitForURL((url) => url.pathname !== "/sign-in");
}

/** The two requests of that page without the page, which takes longer to load than all else about a sign-in. */
export async function enter(context: BrowserContext, address: string, person: Credentials): Promise<void> {
  const { request } = context;
  const headers = { origin: address, "sec-fetch-site": "same-origin" };
  const token: unknown = await (await request.get("/api/auth/csrf", { headers })).json();
  const { email, password } = person;
  const csrfToken = String(Reflect.get(Object(token), "csrfToken"));
  const form = { email, password, csrfToken, json: "true", callbackUrl: address };
  const answer = await request.post("/api/auth/callback/credentials", { headers, form });
  if (!answer.ok()) throw new Error(`${email} was not let in: ${answer.status()}`);
}

interface Credentials {
  readonly email: string;
  readonly password: string;
}
