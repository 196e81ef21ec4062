import { type Camera, find, NUMBER } from "../camera.ts";

/** What is erased shows on no picture any more. */
export const last = true;
const DONE_MS = 180_000;

export async function take(camera: Camera): Promise<void> {
  await camera.open({ width: 1000, height: 720 }, async (page) => {
    await find(page, NUMBER);
    await page.getByRole("button", { name: "Erase…" }).click();
    await page.getByLabel("Reason").fill("Art. 17(1)(b), request 31");
    await page.getByLabel("Time to change your mind").selectOption("0");
    const asked = page.getByText(/^Type \d+ to confirm/).first();
    const count = /\d+/.exec((await asked.textContent()) ?? "")?.[0] ?? "";
    await page.getByLabel(/^Type \d+ to confirm/).fill(count);
    await camera.shoot(page, "erase");
    await page.getByRole("button", { name: /^Erase \d+ rows?$/ }).click();
    await page.getByRole("link", { name: "Open the certificate" }).click({ timeout: DONE_MS });
    await page.getByText("the re-search found nothing").waitFor();
    await camera.shoot(page, "certificate");
  });
}
