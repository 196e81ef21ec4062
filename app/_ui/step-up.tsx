"use client";
import { useMutation, type UseMutationOptions, type UseMutationResult } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { api } from "../_trpc/client.ts";
import { answerStepUps } from "../_trpc/step-up-link.ts";
import { TextField } from "./field.tsx";
import { Form } from "./form.tsx";
import { useWords } from "./use-words.tsx";
import { useViewer } from "./viewer.tsx";

/**
 * A mutation that may ask for the password on its way: the client's step-up link holds a refused call back, the panel below asks,
 * and the call goes on. While it asks, the mutation is pending.
 */
export function useAct<Output, Input = void>(
  act: (input: Input) => Promise<Output>,
  options: Omit<UseMutationOptions<Output, Error, Input>, "mutationFn"> = {},
): UseMutationResult<Output, Error, Input> {
  return useMutation({ ...options, mutationFn: act });
}

/** The frame's one panel for it. Calls that are refused while it is open wait for the same answer. */
export function StepUp() {
  const waiting = useRef<((proved: boolean) => void)[]>([]);
  const [asking, setAsking] = useState(false);
  useEffect(() => {
    const ask = () =>
      new Promise<boolean>((answer) => {
        waiting.current.push(answer);
        setAsking(true);
      });
    return answerStepUps(ask);
  }, []);
  const settle = (proved: boolean) => {
    setAsking(false);
    for (const answer of waiting.current.splice(0)) answer(proved);
  };
  return asking ? <StepUpPanel settle={settle} /> : null;
}

function StepUpPanel({ settle }: { settle: (proved: boolean) => void }) {
  const words = useWords();
  const viewer = useViewer();
  const dialog = useRef<HTMLDialogElement>(null);
  const prove = useMutation({
    mutationFn: (password: string) => api.me.stepUp.mutate({ password }),
    onSuccess: () => settle(true),
  });
  useEffect(() => {
    const element = dialog.current;
    // The browser keeps the focus inside, gives it back afterwards, and closes it by Escape.
    element?.showModal();
    element?.querySelector<HTMLInputElement>("#step-up-password")?.focus();
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-labelledby="step-up-title"
      aria-describedby="step-up-why"
      className="m-auto w-[min(360px,calc(100vw-32px))] rounded-lg border border-line-strong bg-sheet p-4 text-ink backdrop:bg-ink/25"
      onCancel={(event) => {
        event.preventDefault();
        settle(false);
      }}
    >
      <h2 id="step-up-title" className="mb-1">
        {words.t("stepUp.title")}
      </h2>
      <p id="step-up-why" className="text-ink-2">
        {words.t("stepUp.why")}
      </p>
      <Form
        submit={words.t("stepUp.submit")}
        busy={prove.isPending}
        error={prove.error}
        close={() => settle(false)}
        send={(fields) => prove.mutate(fields.raw("password"))}
      >
        <input type="email" name="email" defaultValue={viewer.email} autoComplete="username" hidden readOnly />
        <TextField
          id="step-up-password"
          name="password"
          type="password"
          label={words.t("stepUp.password")}
          autoComplete="current-password"
          required
          maxLength={256}
        />
      </Form>
    </dialog>
  );
}
