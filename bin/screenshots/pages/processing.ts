import type { Camera } from "../camera.ts";

export async function take(camera: Camera): Promise<void> {
  await camera.open({ height: 900 }, async (page) => {
    await page.goto("/processing");
    await page.getByText("✓ All of them").first().waitFor();
    await page.locator(".recharts-surface").first().waitFor();
    await camera.shoot(page, "statistics");
  });
}
