"use client";
import { failureOf } from "../_trpc/client.ts";
import { useWords } from "./use-words.tsx";

/** One sentence for a failed call and, where the server knows the request, its id. */
export function FailureText({ error }: { error: unknown }) {
  const words = useWords();
  const failure = failureOf(error);
  return (
    <>
      <p>{failure.message || words.t("state.failed.help")}</p>
      {failure.requestId ? (
        <p className="mt-1 text-[12.5px]">
          {words.t("state.requestId")} <code className="font-mono">{failure.requestId}</code>
        </p>
      ) : null}
    </>
  );
}
