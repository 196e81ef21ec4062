import type { Camera } from "../camera.ts";

const SYSTEM = "admin@gallra.example";

export async function take(camera: Camera): Promise<void> {
  await camera.open({ as: SYSTEM, height: 900 }, async (page) => {
    await page.goto("/maintenance");
    await page.getByText("The data cluster answers.").waitFor();
    await camera.shoot(page, "health");
    await page.goto("/maintenance/jobs");
    await page.getByRole("button", { name: "Open: Clean-up" }).click();
    await page.getByRole("button", { name: "Run now" }).waitFor();
    await camera.shoot(page, "jobs");
  });
}
