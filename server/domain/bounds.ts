/** How much one person may ask for and keep. */
export interface Bounds {
  /** Questions about people within an hour, for who sees numbers or personal identity numbers masked or not at all. */
  readonly searchesMasked: number;
  /** The same for who sees them whole. */
  readonly searchesClear: number;
  /** Exports whose time is not over, of one person and of a company. */
  readonly exportsOfPerson: number;
  readonly exportsOfCompany: number;
  /** Selections of one person that nothing has been made from. */
  readonly selectionsOfPerson: number;
  /** Erasures of a company that have been asked for and not begun. */
  readonly erasuresOfCompany: number;
  /** Holds, restrictions and objections of a company that last. */
  readonly casesOfCompany: number;
}

/**
 * Four hidden digits are ten thousand guesses: at ten a minute they take a night of refusals in the audit, while nobody who
 * works by hand comes near.
 */
export const BOUNDS: Bounds = {
  searchesMasked: 600,
  searchesClear: 3_000,
  exportsOfPerson: 20,
  exportsOfCompany: 200,
  selectionsOfPerson: 50,
  erasuresOfCompany: 200,
  casesOfCompany: 2_000,
};
