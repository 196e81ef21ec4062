import type { Camera } from "../camera.ts";

export async function take(camera: Camera): Promise<void> {
  await camera.open({ height: 900 }, async (page) => {
    await page.goto("/processing/thresholds");
    await page.getByRole("button", { name: "Change limits: All sources" }).click();
    await page.getByLabel("Talk time below, seconds").fill("30");
    await page.getByLabel("Calls nobody answered").check();
    await page.getByRole("button", { name: "See what it would change" }).click();
    await page.locator(".recharts-surface").first().waitFor();
    await camera.shoot(page, "thresholds");
  });
}
