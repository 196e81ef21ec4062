import type { Camera } from "../camera.ts";

export async function take(camera: Camera): Promise<void> {
  await camera.open({ height: 760 }, async (page) => {
    await page.goto("/people");
    await page
      .getByRole("button", { name: /^Open: / })
      .first()
      .click();
    await page.getByRole("button", { name: "Show the sessions" }).waitFor();
    await camera.shoot(page, "people");
    await page.goto("/me");
    await page.getByText("this one").waitFor();
    await camera.shoot(page, "my-account");
  });
}
