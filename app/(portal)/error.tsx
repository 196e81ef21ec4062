"use client";
import { useEffect } from "react";
import { Button } from "../_ui/button.tsx";
import { Said } from "../_ui/states.tsx";
import { tellError } from "../_ui/tell-error.ts";
import { useWords } from "../_ui/use-words.tsx";

/** A page that failed while it was drawn; the digest is the request id of the server's log. */
export default function PageFailed({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const words = useWords();
  useEffect(() => tellError("page", error), [error]);
  return (
    <div role="alert">
      <Said title={words.t("state.failed")} action={<Button onClick={reset}>{words.t("state.retry")}</Button>}>
        <p>{words.t("state.failed.help")}</p>
        {error.digest ? (
          <p className="mt-1 text-[12.5px]">
            {words.t("state.requestId")} <code className="font-mono">{error.digest}</code>
          </p>
        ) : null}
      </Said>
    </div>
  );
}
