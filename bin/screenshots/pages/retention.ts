import type { Camera } from "../camera.ts";

export async function take(camera: Camera): Promise<void> {
  await camera.open({ theme: "dark" }, async (page) => {
    await page.goto("/retention");
    await camera.shoot(page, "retention-dark");
  });
}
