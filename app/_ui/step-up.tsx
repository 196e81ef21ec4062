"use client";
import { useMutation, type UseMutationOptions, type UseMutationResult } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { api } from "../_trpc/client.ts";
import { answerStepUps } from "../_trpc/step-up-link.ts";
import { TextField } from "./field.tsx";
import { Form } from "./form.tsx";
import { Question } from "./question.tsx";
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
  const prove = useMutation({
    mutationFn: (password: string) => api.me.stepUp.mutate({ password }),
    onSuccess: () => settle(true),
  });
  return (
    <Question
      title={words.t("stepUp.title")}
      why={words.t("stepUp.why")}
      focus="step-up-password"
      close={() => settle(false)}
    >
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
    </Question>
  );
}
