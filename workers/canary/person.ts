/** Tonight's invented caller: a number reserved for fiction and an official test number of a person who does not exist. */
export interface CanaryPerson {
  readonly phone: { readonly canonical: string; readonly first: string; readonly again: string };
  readonly ssn: { readonly canonical: string; readonly first: string; readonly again: string };
}

/** Skatteverket's own test numbers, all of this century, so that ten digits are read as they are meant. */
const TEST_NUMBERS = ["200310102397", "200001012384", "200007122393", "200802212399"] as const;
/** 070-1740605 to 070-1740699 (PTS). */
const FIRST = 605;
const LAST = 699;

/**
 * Another number each second, so that what one night left is not taken for another's. `again` is another notation of it.
 */
export function personOf(startedAt: Date): CanaryPerson {
  const seconds = Math.floor(startedAt.getTime() / 1_000);
  const end = String(FIRST + (seconds % (LAST - FIRST + 1)));
  const ssn = TEST_NUMBERS[seconds % TEST_NUMBERS.length] ?? TEST_NUMBERS[0];
  return {
    phone: {
      canonical: `+46701740${end}`,
      first: `070-174 0${end.slice(0, 1)} ${end.slice(1)}`,
      again: `0046701740${end}`,
    },
    ssn: { canonical: ssn, first: `${ssn.slice(0, 8)}-${ssn.slice(8)}`, again: ssn.slice(2) },
  };
}
