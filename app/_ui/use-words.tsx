"use client";
import { createContext, type ReactNode, useContext, useMemo } from "react";
import { type Catalogue, type Language, type Words, wordsOf } from "./words.ts";

const WordsContext = createContext<Words | null>(null);

/** The server hands over the one catalogue that is needed, so that the other language is never sent. */
export function WordsProvider(props: { language: Language; catalogue: Catalogue; children: ReactNode }) {
  const words = useMemo(() => wordsOf(props.language, props.catalogue), [props.language, props.catalogue]);
  return <WordsContext value={words}>{props.children}</WordsContext>;
}

export function useWords(): Words {
  const words = useContext(WordsContext);
  if (words === null) throw new Error("no words around this component");
  return words;
}
