import type { Camera } from "../camera.ts";

export async function take(camera: Camera): Promise<void> {
  await camera.open({}, async (page) => {
    await page.goto("/sources");
    await camera.shoot(page, "sources");
  });
}
