import { authoriseCompany, type CompanyContext } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { type GuessNote, guessLayout } from "../../drivers/layout/guess/guess-layout.ts";
import { type SampleInput, SampleInput as Input, siteOf } from "./preview-layout.ts";

export interface GuessedForSample {
  /** JSON; it may lack what the sample does not tell. */
  readonly layout: string;
  readonly notes: readonly GuessNote[];
}

/** Proposes a layout for a sample. Nothing is stored, logged or audited. Throws AppError "bad-input" when no columns are found. */
export async function guessLayoutOf(ctx: CompanyContext, input: SampleInput): Promise<GuessedForSample> {
  authoriseCompany(ctx, "source.change");
  const { sample, ...site } = Input.parse(input);
  const guessed = guessLayout(sample, siteOf(ctx, site));
  if (guessed === null)
    throw new AppError(
      "bad-input",
      "No columns are found in this sample. Take ten to twenty whole lines with calls in them, or fill in the form by hand.",
      { field: "sample" },
    );
  return { layout: JSON.stringify(guessed.layout), notes: guessed.notes };
}
