import { randomInt } from "node:crypto";
import { findSubjects, revealSubjects } from "#server/keyring/index.ts";
import { type KeyStage, numberOf } from "./key-stage.ts";

/** A process that searches all the time: by number, and by id. */
export function startReader(stage: KeyStage) {
  let over = false;
  let reads = 0;
  let unreadable = 0;
  let longestMs = 0;
  const companies = [...stage.ids];
  const loop = async () => {
    while (!over) {
      const [company, ids] = companies[randomInt(companies.length)] ?? [0, []];
      const n = randomInt(ids.length);
      const id = ids[n] ?? Buffer.alloc(16);
      const start = performance.now();
      try {
        const [hit] = await findSubjects(stage.keyring, company, { class: 1, canonical: numberOf(n) });
        const revealed = await revealSubjects(stage.keyring, company, [id]);
        if (hit?.subjectId.equals(id) !== true || revealed.get(id.toString("hex"))?.canonical !== numberOf(n))
          unreadable++;
      } catch {
        unreadable++;
      }
      longestMs = Math.max(longestMs, performance.now() - start);
      reads++;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  const running = loop();
  return {
    async stop() {
      over = true;
      await running;
      return { reads, unreadable, longestMs };
    },
  };
}
