import type { Chosen, FrozenSelection } from "./use-choice.ts";

/** A choice that was made elsewhere and is held fast: the panels act on all of it. */
export function fixedChoice(selection: FrozenSelection): Chosen {
  const nothing = () => undefined;
  return {
    chosen: selection.rows,
    all: selection,
    ids: NONE,
    setIds: nothing,
    toggle: nothing,
    chooseAll: nothing,
    choosing: false,
    problem: null,
    clear: nothing,
    freeze: async () => selection,
  };
}

const NONE = {};
