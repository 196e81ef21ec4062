"use client";
import { useEffect, useState } from "react";
import { type Sentences, translate } from "./sentences.ts";
import { useWords } from "./use-words.tsx";

let loaded: Sentences | null = null;

/**
 * What the server said, in the reader's language. The Swedish sentences are fetched with the first failure: a page that works
 * carries none of them.
 */
export function useSentence(text: string): string {
  const { language } = useWords();
  const [sentences, setSentences] = useState(loaded);
  useEffect(() => {
    if (language !== "sv" || text === "" || loaded !== null) return;
    void import("./messages/sv/server.ts").then(({ SERVER_SENTENCES }) => {
      loaded = SERVER_SENTENCES;
      setSentences(SERVER_SENTENCES);
    });
  }, [language, text]);
  return language === "sv" && sentences !== null ? (translate(text, sentences) ?? text) : text;
}
