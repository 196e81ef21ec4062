import type { Camera } from "../camera.ts";

/** A profile as it is made, with the call as its people would see it. */
export async function take(camera: Camera): Promise<void> {
  await camera.open({ height: 1180 }, async (page) => {
    await page.goto("/profiles");
    await page.getByRole("button", { name: "New profile" }).click();
    await page.getByLabel("Name", { exact: true }).fill("Reception");
    await page.getByLabel("Show a masked number whole").check();
    await page.locator("#screen-ssn").selectOption("hidden");
    await page.getByText("+46 70 174 •• ••").first().waitFor();
    await camera.shoot(page, "profiles");
  });
}
