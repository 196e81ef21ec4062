"use client";
import { failureOf } from "../_trpc/client.ts";
import { SERVER_SENTENCES } from "./messages/sv/server.ts";
import { useWords } from "./use-words.tsx";
import type { Words } from "./words.ts";

/** The server writes English; a Swedish reader gets the sentence in Swedish where there is one. */
function sentence(text: string, words: Words): string {
  return words.language === "sv" ? (SERVER_SENTENCES[text] ?? text) : text;
}

/** One sentence for a failed call and, where the server knows the request, its id. */
export function FailureText({ error }: { error: unknown }) {
  const words = useWords();
  const failure = failureOf(error);
  return (
    <>
      <p>{sentence(failure.message, words) || words.t("state.failed.help")}</p>
      {failure.requestId ? (
        <p className="mt-1 text-[12.5px]">
          {words.t("state.requestId")} <code className="font-mono">{failure.requestId}</code>
        </p>
      ) : null}
    </>
  );
}
