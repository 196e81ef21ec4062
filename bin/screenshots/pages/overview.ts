import type { Camera } from "../camera.ts";

export async function take(camera: Camera): Promise<void> {
  await camera.open({ height: 1_000 }, async (page) => {
    await page.goto("/overview");
    await page.locator(".recharts-bar-rectangle").first().waitFor();
    await camera.shoot(page, "overview");
  });
  await camera.open({ language: "sv", theme: "dark", width: 360, height: 900 }, async (page) => {
    await page.goto("/overview");
    await page.locator(".recharts-bar-rectangle").first().waitFor();
    await camera.shoot(page, "oversikt-360");
  });
}
