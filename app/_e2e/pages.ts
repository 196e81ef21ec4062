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
  /** Where what it shows comes only when somebody asks for it: asks. */
  readonly ask?: (page: Page) => Promise<void>;
  /** Where it can be narrowed: narrows it to nothing, in English. */
  readonly narrow?: { readonly as: Viewing; readonly to: (page: Page) => Promise<void> };
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
    ask,
    narrow: {
      as: "administrator",
      to: async (page) => {
        await search(page);
        await page.getByRole("button", { name: "Filters", exact: true }).click();
        await page.getByLabel("Extension or queue").fill("4711");
        await page.getByLabel("Extension or queue").press("Enter");
      },
    },
    steps: [
      search,
      press(/^(Export|Exportera)/),
      closePanel,
      press(/^(Keep|Bevara)/),
      closePanel,
      press(/^(Erase|Radera)/),
      closePanel,
    ],
  }),
  entry("/exports", ["administrator"], { closedTo: "dpo" }),
  entry("/retention", ["administrator", "dpo", "reseller"], { closedTo: "operator", empties: false }),
  entry("/holds", ["dpo", "administrator"], {
    closedTo: "operator",
    steps: [press(/^(Restrict a person|Begränsa en person)…$/), closePanel],
  }),
  entry("/data/patterns", ["dpo", "administrator"], { closedTo: "operator" }),
  entry("/sources", ["administrator", "reseller"], {
    closedTo: "operator",
    narrow: narrowing("administrator", "State", "failed"),
  }),
  entry("/sources/new", ["administrator", "reseller"], { closedTo: "operator", empties: false }),
  entry("/sources/edges", ["administrator", "reseller"], {
    closedTo: "operator",
    steps: [press(/^(Add an edge|Lägg till en platsinsamlare)$/), closePanel],
  }),
  entry("/sources/[id]", ["administrator", "reseller"], {
    closedTo: "operator",
    empties: false,
    path: () => "/sources/1",
    steps: [press(/^(Change|Ändra)$/)],
  }),
  entry("/sources/[id]/records", ["administrator", "reseller"], {
    closedTo: "operator",
    empties: false,
    path: () => "/sources/1/records",
    steps: [press(/^(Verify…|Kontrollera…)$/), closePanel, press(/^(Read again…|Läs om…)$/), closePanel],
  }),
  entry("/copies", ["administrator", "dpo"], { closedTo: "reseller", empties: false }),
  entry("/certificates", ["administrator", "dpo"], { closedTo: "operator" }),
  entry("/certificates/[id]", ["administrator"], {
    closedTo: "operator",
    empties: false,
    path: ({ certificateId }) => `/certificates/${certificateId}`,
  }),
  entry("/audit", ["administrator", "dpo"], {
    closedTo: "reseller",
    empties: false,
    narrow: narrowing("dpo", "Words in the reason", "nobody wrote this", "Search"),
  }),
  entry("/people", ["administrator", "operator"], {
    closedTo: null,
    empties: false,
    narrow: narrowing("administrator", "Name or email", "nobody of this name"),
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
    narrow: narrowing("operator", "Name or short name", "no company of this name"),
    steps: [press(/^(Change|Ändra)/)],
  }),
  entry("/maintenance", ["operator", "reseller"], { closedTo: "administrator", empties: false }),
  entry("/maintenance/jobs", ["operator"], {
    closedTo: "reseller",
    empties: false,
    narrow: narrowing("operator", "State", "cancelled"),
    steps: [press(/^(Open|Öppna): /), press(/^(Pause|Pausa)…$/)],
  }),
  entry("/maintenance/copies", ["operator"], { closedTo: "reseller", empties: false }),
  entry("/maintenance/audit", ["operator"], {
    closedTo: "reseller",
    empties: false,
    narrow: narrowing("operator", "Words in the reason", "nobody wrote this", "Search"),
    steps: [press(/^(Details of entry|Detaljer om post)/)],
  }),
  entry("/maintenance/alarms", ["operator"], {
    closedTo: "reseller",
    empties: false,
    steps: [press(/^(Enter a relay|Ange en server)$/), closePanel],
  }),
  entry("/maintenance/log", ["operator"], {
    closedTo: "reseller",
    empties: false,
    narrow: narrowing("operator", "Request id", "00000000-0000-4000-8000-000000000000", "Show"),
  }),
  entry("/maintenance/keys", ["operator"], { closedTo: "reseller", empties: false }),
  entry("/maintenance/support", ["operator"], {
    closedTo: "reseller",
    empties: false,
    ask: press(/^(See what is inside|Se vad som ingår)$/),
    steps: [press(/^(See what is inside|Se vad som ingår)$/)],
  }),
  entry("/processing", ["administrator", "reseller"], {
    closedTo: null,
    steps: [press(/^(Set a guard|Sätt bevakning): /), closePanel, press(/^Presentity$/)],
  }),
  entry("/processing/filters", ["administrator", "dpo", "reseller"], {
    closedTo: null,
    empties: false,
    steps: [press(/^(Change the shield|Ändra skyddet)$/), closePanel, press(/^(Add a rule|Lägg till en regel)$/)],
  }),
  entry("/processing/layouts", ["administrator", "reseller"], {
    closedTo: "operator",
    steps: [press(/^(New layout|Ny layout)$/)],
  }),
  entry("/processing/undefined", ["administrator", "dpo", "reseller"], { closedTo: "operator" }),
  entry("/processing/thresholds", ["administrator", "reseller"], {
    closedTo: null,
    empties: false,
    steps: [press(/^(Change limits|Ändra gränser): (All sources|Alla källor)/), closePanel],
  }),
  entry("/processing/private", ["administrator", "reseller"], {
    closedTo: null,
    steps: [
      press(/^(Add hours…|Lägg till tider…)$/),
      closePanel,
      press(/^(Add numbers…|Lägg till nummer…)$/),
      closePanel,
    ],
  }),
  entry("/processing/tariffs", ["administrator", "dpo"], {
    closedTo: null,
    steps: [press(/^(Take in a tariff|Läs in en taxa)$/), closePanel, press(/^(Try it out|Prova)$/), closePanel],
  }),
  entry("/processing/alarms", ["administrator", "dpo", "reseller"], {
    closedTo: "operator",
    steps: [press(/^(Add a recipient|Lägg till en mottagare)$/), closePanel],
  }),
  entry("/retention/collected", ["dpo", "administrator"], {
    closedTo: "operator",
    empties: false,
    steps: [press(/^(Record a ground|Ange en grund)$/), closePanel],
  }),
  entry("/retention/disposal", ["dpo", "reseller"], { closedTo: "operator", empties: false }),
  entry("/retention/bounds", ["operator"], { closedTo: "administrator", empties: false }),
  entry("/me", ["administrator", "operator"], { closedTo: null, empties: false }),
];

function entry(route: string, as: PageEntry["as"], more: Partial<PageEntry> & Pick<PageEntry, "closedTo">): PageEntry {
  return { route, as, path: () => route, empties: true, ...more };
}

/** Choosing in a box, or writing into one; the button sends it where the page waits to be sent to. */
function narrowing(as: Viewing, label: string, value: string, button?: string): NonNullable<PageEntry["narrow"]> {
  return {
    as,
    to: async (page) => {
      const field = page.locator("main").getByLabel(label, { exact: true });
      if ((await field.evaluate((element) => element.tagName)) === "SELECT") await field.selectOption(value);
      else await field.fill(value);
      if (button !== undefined) await page.locator("main").getByRole("button", { name: button, exact: true }).click();
    },
  };
}

async function ask(page: Page): Promise<void> {
  await page.locator("#number").fill(NUMBER);
  await page.locator("#number").press("Enter");
}

async function search(page: Page): Promise<void> {
  await ask(page);
  await page
    .getByText(/read as|läst som/)
    .first()
    .waitFor();
}

async function closePanel(page: Page): Promise<void> {
  await page.keyboard.press("Escape");
}
