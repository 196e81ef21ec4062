import { type Camera, find, NUMBER } from "../camera.ts";

export async function take(camera: Camera): Promise<void> {
  // Somebody has to have done something.
  await camera.open({}, (page) => find(page, NUMBER));
  await camera.open({ as: "dpo@ekdala.example", height: 720 }, async (page) => {
    await page.goto("/audit");
    await page.getByRole("button", { name: "Verify now" }).click();
    await page.getByText(/^Unbroken$/).waitFor();
    await page.reload();
    await page.getByText("Searched for a person").first().waitFor();
    await camera.shoot(page, "audit");
  });
}
