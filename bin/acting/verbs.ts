import type { CompanyContext } from "#server/context.ts";
import { type Io, UsageError } from "../command.ts";
import type { Values } from "../options.ts";
import { asPerson } from "./person.ts";

/** A word of a command. Its options are read before anybody signs in: a wrong one is told as such. */
export type Verb = (values: Values) => (ctx: CompanyContext, io: Io) => Promise<void>;

interface Typed {
  readonly values: Values & Parameters<typeof asPerson>[0];
  readonly positionals: readonly string[];
}

/** Does the one word that was typed, as the person who is named. Throws UsageError with `words` where it is none of them. */
export async function runVerb(
  verbs: Readonly<Record<string, Verb>>,
  { values, positionals: [word = "", ...more] }: Typed,
  words: string,
  io: Io,
): Promise<number> {
  const verb = more.length > 0 ? undefined : verbs[word];
  if (verb === undefined) throw new UsageError(words);
  const run = verb(values);
  return await asPerson(values, async (ctx) => {
    await run(ctx, io);
    return 0;
  });
}
