"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "../../../_ui/button.tsx";
import { Refusal } from "../../../_ui/failure.tsx";
import { useWords } from "../../../_ui/use-words.tsx";
import type { Words } from "../../../_ui/words.ts";
import type { Desk, MessageView } from "./desk.ts";
import { problemText } from "./problem-text.ts";

const LOOK_MS = 700;

/** Sends a message by the way of every other, and says what became of it. */
export function TestButton({ desk, recipientId }: { desk: Desk; recipientId: string }) {
  const words = useWords();
  const queries = useQueryClient();
  const test = useMutation({
    mutationFn: () => desk.test(recipientId),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["alarm-messages", desk.of] }),
  });
  const messageId = test.data?.messageId ?? null;
  const sent = useQuery({
    queryKey: ["alarm-messages", desk.of, "test", messageId],
    queryFn: async () => (await desk.messages()).messages.find(({ id }) => id === messageId) ?? null,
    enabled: messageId !== null,
    refetchInterval: ({ state }) => (state.data == null || state.data.state === "waiting" ? LOOK_MS : false),
  });
  const message = sent.data ?? null;
  const waits = messageId !== null && (message === null || message.state === "waiting");
  return (
    <div className="grid gap-1.5">
      <Button disabled={test.isPending || waits} onClick={() => test.mutate()}>
        {words.t(test.isPending ? "form.busy" : "alarms.test")}
      </Button>
      <Refusal error={test.error} />
      <p role="status" className={message?.state === "failed" ? "text-brick" : "text-ink-2"}>
        {messageId === null ? "" : said(message, words)}
      </p>
    </div>
  );
}

function said(message: MessageView | null, words: Words): string {
  if (message === null || message.state === "waiting") return words.t("alarms.test.waits");
  const status = message.status ?? 0;
  if (message.state === "sent")
    return status === 0 ? words.t("alarms.test.sent") : words.t("alarms.test.answered", { status: String(status) });
  const why = problemText(message.problem, words);
  return status === 0 ? why : `${why} ${words.t("alarms.test.status", { status: String(status) })}`;
}
