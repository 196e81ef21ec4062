"use client";
import { useEffect, useState } from "react";
import { type Sentences, translate } from "./sentences.ts";
import { useWords } from "./use-words.tsx";

let loaded: Sentences | null = null;

/**
 * What the server said, in the reader's language. The Swedish sentences are fetched when there is something to translate: a page
 * that works carries none of them.
 */
export function useSentence(text: string): string {
  return useSentences(text !== "")(text);
}

/** The same for several sentences, e.g. the choices of a list. */
export function useSentences(wanted = true): (text: string) => string {
  const { language } = useWords();
  const [sentences, setSentences] = useState(loaded);
  useEffect(() => {
    if (language !== "sv" || !wanted || loaded !== null) return;
    void import("./messages/sv/server.ts").then(({ SERVER_SENTENCES }) => {
      loaded = SERVER_SENTENCES;
      setSentences(SERVER_SENTENCES);
    });
  }, [language, wanted]);
  // Whoever mounted before another component had fetched them finds them here.
  const known = sentences ?? loaded;
  return (text) => (language === "sv" && known !== null ? (translate(text, known) ?? text) : text);
}
