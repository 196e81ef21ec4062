"use client";
import { failureOf } from "../_trpc/client.ts";
import { useSentence } from "./use-sentence.ts";
import { useWords } from "./use-words.tsx";

/** What a failed call said, in the reader's language. */
export function FailureSentence({ error }: { error: unknown }) {
  const words = useWords();
  const sentence = useSentence(failureOf(error).message);
  return <>{sentence || words.t("state.failed.help")}</>;
}

/** A sentence that the server left with some work, e.g. why an export failed. */
export function ServerSentence({ text }: { text: string }) {
  return <>{useSentence(text)}</>;
}

/** One sentence for a failed call and, where the server knows the request, its id. */
export function FailureText({ error }: { error: unknown }) {
  const words = useWords();
  const { requestId } = failureOf(error);
  return (
    <>
      <p>
        <FailureSentence error={error} />
      </p>
      {requestId ? (
        <p className="mt-1 text-[12.5px]">
          {words.t("state.requestId")} <code className="font-mono">{requestId}</code>
        </p>
      ) : null}
    </>
  );
}

/** What a call was refused with, beside what asked for it; nothing while it was not. */
export function Refusal({ error, className = "" }: { error: unknown; className?: string }) {
  if (!error) return null;
  return (
    <div role="alert" className={`text-brick ${className}`}>
      <FailureText error={error} />
    </div>
  );
}
