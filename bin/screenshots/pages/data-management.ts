import { type Camera, find, NUMBER } from "../camera.ts";

export async function take(camera: Camera): Promise<void> {
  await camera.open({}, async (page) => {
    await find(page, NUMBER);
    await camera.shoot(page, "data-management");
  });
  await camera.open({ language: "sv" }, async (page) => {
    await find(page, NUMBER);
    await camera.shoot(page, "datahantering");
  });
  await camera.open({ language: "sv", width: 360, height: 740 }, async (page) => {
    await find(page, NUMBER);
    await camera.shoot(page, "datahantering-360");
  });
}
