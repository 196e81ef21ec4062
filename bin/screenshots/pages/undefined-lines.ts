import type { Camera } from "../camera.ts";

export async function take(camera: Camera): Promise<void> {
  await camera.open({ width: 1440, height: 900 }, async (page) => {
    await page.goto("/processing/undefined");
    await page
      .locator("main")
      .getByRole("button", { name: /^Lines of .* on / })
      .first()
      .click();
    await page.getByRole("button", { name: "Try again", exact: true }).first().click();
    await page.getByText(/out of the first/).waitFor();
    await camera.shoot(page, "undefined-lines");
  });
}
