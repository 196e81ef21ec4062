import type { Fault, Figure } from "../figure.ts";
import { tryFiles } from "../masking/files.ts";
import { tryCommands, tryRecords, tryReveals } from "../masking/other-doors.ts";
import { everybody } from "../masking/people.ts";
import { planted } from "../masking/plants.ts";
import { controlIsNoticed, type DoorReport, tryErrors, tryProcedures } from "../masking/procedures.ts";
import { tryRoutes } from "../masking/routes.ts";
import { type Entered, makeStage } from "../masking/stage.ts";

/**
 * The masking matrix, generated from the fields, the built-in profiles and the router: a field without a plant does not
 * compile, and a procedure without a fixture fails it.
 */
export const fault: Fault = {
  id: "REL-12",
  claim: "no door gives a profile more of a value than its sight allows, in any notation",
  async run(): Promise<Figure[]> {
    const ends: (() => Promise<void>)[] = [];
    try {
      const stage = await makeStage((end) => ends.push(end));
      const people: Entered[] = [];
      for (const someone of everybody()) people.push(await stage.enter(someone));
      const named = (name: string) => people.find(({ someone }) => someone.name === name);
      const administrator = named("company-administrator");
      const seeing = people.find(({ someone }) => someone.own !== null && someone.sight.phone === "shown");
      if (administrator === undefined || seeing === undefined)
        throw new Error("the people of the matrix are not all there");
      const noticed = await controlIsNoticed(stage, seeing);
      const doors: Record<string, DoorReport> = {
        procedures: await tryProcedures(stage, people, "first"),
        errors: await tryErrors(stage, [
          administrator,
          named("reseller") ?? seeing,
          named("system-administrator") ?? seeing,
        ]),
        routes: await tryRoutes(people, stage),
        reveals: await tryReveals(stage, people),
        files: await tryFiles(people),
        commands: await tryCommands(stage, people),
        // It erases the person.
        records: await tryRecords(stage, administrator),
        // They hold, restrict and stop what the others look at.
        changes: await tryProcedures(stage, people, "last"),
      };
      const findings = Object.values(doors).flatMap((door) => door.findings);
      const tried = Object.fromEntries(Object.entries(doors).map(([name, door]) => [name, door.tried]));
      const all = Object.values(tried).every((count) => count > 0);
      return [
        {
          id: "REL-12",
          value: findings.length,
          unit: "values given away",
          must: "0, and the control noticed",
          ok: findings.length === 0 && noticed && all,
          detail: { profiles: people.length, plants: planted().length, tried, controlNoticed: noticed, findings },
        },
      ];
    } finally {
      for (const end of ends.reverse()) await end();
    }
  },
};
