import type { Page } from "playwright-core";
import { NUMBER, type Town } from "./settle.ts";

export type Viewing = "administrator" | "dpo" | "reseller" | "operator";

/** How a page of the portal is looked at by the tests that walk over all of them. */
export interface PageEntry {
  /** The folder below app/(portal), as the router names it. */
  readonly route: string;
  readonly path: (at: Places) => string;
  /** Who sees something on it; the first one is looked at in every look. */
  readonly as: readonly [Viewing, ...Viewing[]];
  /** Somebody it says nothing to but that they have no right, or null where everybody sees it. */
  readonly closedTo: Viewing | null;
  /** Whether it says why it is empty in a company without anything; a form or a list of rules never is. */
  readonly empties: boolean;
  /** What it asks the server for by itself is not what it shows: that comes when somebody asks for it. */
  readonly quiet?: boolean;
  /** What has to be opened before all of the page is there, step by step: it is looked at after each. */
  readonly steps?: readonly ((page: Page) => Promise<void>)[];
}

export interface Places {
  readonly town: Town;
  readonly certificateId: string;
  readonly address: string;
}

const press = (name: RegExp) => async (page: Page) => {
  await page.locator("main").getByRole("button", { name }).first().click();
};

/** One entry for each page.tsx; a page without one fails. */
export const PAGES: readonly PageEntry[] = [
  entry("/overview", ["administrator", "dpo", "reseller", "operator"], { closedTo: null, empties: false }),
  entry("/data", ["administrator", "dpo"], {
    closedTo: "operator",
    empties: false,
    quiet: true,
    steps: [search, press(/^(Export|Exportera)/), closePanel, press(/^(Erase|Radera)/), closePanel],
  }),
  entry("/exports", ["administrator"], { closedTo: "dpo" }),
  entry("/retention", ["administrator", "dpo", "reseller"], { closedTo: "operator", empties: false }),
  entry("/sources", ["administrator", "reseller"], {
    closedTo: "operator",
    steps: [press(/^(Add a source|Lägg till en källa)$/), closePanel, press(/^Presentity$/)],
  }),
  entry("/certificates", ["administrator", "dpo"], { closedTo: "operator" }),
  entry("/certificates/[id]", ["administrator"], {
    closedTo: "operator",
    empties: false,
    path: ({ certificateId }) => `/certificates/${certificateId}`,
  }),
  entry("/audit", ["administrator", "dpo"], { closedTo: "reseller", empties: false }),
  entry("/people", ["administrator", "operator"], {
    closedTo: null,
    empties: false,
    steps: [press(/^(Add a person|Lägg till en person)$/)],
  }),
  entry("/profiles", ["administrator"], {
    closedTo: null,
    empties: false,
    steps: [press(/^(New profile|Ny profil)$/)],
  }),
  entry("/companies", ["reseller", "operator"], {
    closedTo: null,
    empties: false,
    steps: [press(/^(Change|Ändra)/)],
  }),
  entry("/maintenance", ["operator", "reseller"], { closedTo: "administrator", empties: false }),
  entry("/maintenance/jobs", ["operator"], {
    closedTo: "reseller",
    empties: false,
    steps: [press(/^(Open|Öppna): /), press(/^(Pause|Pausa)…$/)],
  }),
  entry("/maintenance/log", ["operator"], { closedTo: "reseller", empties: false }),
  entry("/maintenance/support", ["operator"], {
    closedTo: "reseller",
    empties: false,
    steps: [press(/^(See what is inside|Se vad som ingår)$/)],
  }),
  entry("/retention/bounds", ["operator"], { closedTo: "administrator", empties: false }),
  entry("/me", ["administrator", "operator"], { closedTo: null, empties: false }),
];

function entry(route: string, as: PageEntry["as"], more: Partial<PageEntry> & Pick<PageEntry, "closedTo">): PageEntry {
  return { route, as, path: () => route, empties: true, ...more };
}

async function search(page: Page): Promise<void> {
  await page.locator("#number").fill(NUMBER);
  await page.locator("#number").press("Enter");
  await page
    .getByText(/read as|läst som/)
    .first()
    .waitFor();
}

async function closePanel(page: Page): Promise<void> {
  await page.keyboard.press("Escape");
}

/** The page stands still: nothing is loading any more. */
export async function settled(page: Page): Promise<void> {
  await page.locator("main h1, main h2").first().waitFor();
  await page.waitForFunction(() => document.querySelector("main .appear-late") === null);
  await page.waitForTimeout(150);
}
