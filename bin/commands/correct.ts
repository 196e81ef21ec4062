import type { CompanyContext } from "#server/context.ts";
import { DIRECTIONS, type Direction, ROLES, type Role } from "#server/domain/codes.ts";
import { correctCall, type CorrectCallInput } from "#server/privacy/index.ts";
import { oneOf } from "../acting/case-options.ts";
import { asPerson, PERSON_OPTIONS } from "../acting/person.ts";
import { readSought, SOUGHT_OPTIONS } from "../acting/sought.ts";
import { type Command, parseArgs, UsageError } from "../command.ts";

/** Puts one call right (Art. 16). */
export const command: Command = {
  name: "correct",
  usage: [
    "--company SLUG --as EMAIL --hit ID --role ROLE (--number - | --ssn -) --reason TEXT",
    "--company SLUG --as EMAIL --hit ID (--direction in|out|internal | --extension LABEL) --reason TEXT",
  ].join("\n"),
  summary: "puts a number, the direction or the extension of one call right; the right number comes by standard input",
  async run(args, io) {
    const { values } = parseArgs(args, {
      ...PERSON_OPTIONS,
      ...SOUGHT_OPTIONS,
      hit: { type: "string" },
      role: { type: "string" },
      direction: { type: "string" },
      extension: { type: "string" },
      reason: { type: "string" },
    });
    const { hit: hitId, reason, direction, extension, role } = values;
    if (hitId === undefined) throw new UsageError("Say which call with --hit ID, as search shows it.");
    if (reason === undefined) throw new UsageError("Say why with --reason TEXT; never write a number there.");
    let input: CorrectCallInput;
    if (direction !== undefined)
      input = {
        what: "direction",
        hitId,
        reason,
        direction: oneOf(Object.keys(DIRECTIONS) as Direction[], direction, "direction"),
      };
    else if (extension !== undefined) input = { what: "extension", hitId, reason, extension };
    else {
      const who = oneOf(Object.keys(ROLES) as Role[], role ?? "", "role");
      const { text, type } = await readSought(values, io);
      input = { what: "identifier", hitId, reason, role: who, class: type, text };
    }
    return await asPerson(values, async (ctx: CompanyContext) => {
      io.out({ hit: hitId, ...(await correctCall(ctx, input)) });
      return 0;
    });
  },
};
