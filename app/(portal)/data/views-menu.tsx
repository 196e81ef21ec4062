"use client";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { api } from "../../_trpc/client.ts";
import { Button } from "../../_ui/button.tsx";
import { FailureText, Refusal } from "../../_ui/failure.tsx";
import { TextField } from "../../_ui/field.tsx";
import { useWords } from "../../_ui/use-words.tsx";
import type { View } from "./use-search.ts";
import type { ColumnId, SavedView, SaveView, Views } from "./use-views.ts";

interface ViewsMenuProps {
  readonly views: Views;
  readonly view: View;
  readonly columns: readonly ColumnId[];
  /** The view the page shows, while nothing in it was changed or after. */
  readonly current: SavedView | undefined;
  readonly apply: (saved: SavedView | null) => void;
}

/** Questions kept under a name: chosen, saved, shared, removed, or made the first thing the page shows. */
export function ViewsMenu({ views, view, columns, current, apply }: ViewsMenuProps) {
  const words = useWords();
  const id = useId();
  const close = () => document.getElementById(id)?.hidePopover();
  const choose = (saved: SavedView | null) => {
    apply(saved);
    close();
  };
  return (
    <span className="relative">
      <Button popoverTarget={id}>
        {current === undefined ? words.t("data.views") : words.t("data.views.named", { name: current.name })}
      </Button>
      <div
        id={id}
        popover="auto"
        className="popover-under max-h-[70dvh] w-80 max-w-[92vw] overflow-y-auto rounded-lg border border-line-strong bg-sheet p-3 text-ink"
      >
        <h2 className="mb-1.5">{words.t("data.views")}</h2>
        {views.views.length === 0 ? <p className="mb-2 text-ink-2">{words.t("data.views.none")}</p> : null}
        <ul className="grid gap-1">
          {views.views.map((saved) => (
            <ViewLine
              key={saved.viewId}
              saved={saved}
              on={saved.viewId === current?.viewId}
              views={views}
              choose={choose}
            />
          ))}
        </ul>
        {current === undefined ? null : (
          <Button kind="plain" onClick={() => choose(null)}>
            {words.t("data.views.leave")}
          </Button>
        )}
        <SaveForm
          // The form of another view begins with that view's name.
          key={current?.viewId ?? ""}
          current={current}
          question={{ filters: view.filters, tier: view.tier, sort: view.sort, columns: [...columns] }}
          saved={(viewId, question) => {
            views.refresh();
            apply({ ...question, viewId, own: true });
            close();
          }}
        />
      </div>
    </span>
  );
}

interface ViewLineProps {
  readonly saved: SavedView;
  readonly on: boolean;
  readonly views: Views;
  readonly choose: (saved: SavedView | null) => void;
}

function ViewLine({ saved, on, views, choose }: ViewLineProps) {
  const words = useWords();
  const remove = useMutation({
    mutationFn: () => api.views.remove.mutate({ viewId: saved.viewId }),
    onSuccess: () => {
      views.refresh();
      if (views.look.defaultViewId === saved.viewId) views.setLook({ defaultViewId: null });
      if (on) choose(null);
    },
  });
  const first = views.look.defaultViewId === saved.viewId;
  return (
    <li className="grid gap-x-2 border-b border-line pb-1">
      <span className="flex items-center gap-2">
        <button
          type="button"
          aria-current={on || undefined}
          onClick={() => choose(saved)}
          className="mr-auto min-h-8 truncate text-left font-semibold text-pine underline-offset-3 hover:underline"
        >
          {saved.name}
        </button>
        <span className="text-[12px] whitespace-nowrap text-ink-2">
          {words.t(saved.shared ? (saved.own ? "data.views.shared" : "data.views.others") : "data.views.own")}
        </span>
      </span>
      <span className="flex flex-wrap items-center gap-x-3">
        <label className="flex min-h-6 items-center gap-1.5 text-[12.5px] text-ink-2">
          <input
            type="checkbox"
            className="size-4"
            checked={first}
            onChange={() => views.setLook({ defaultViewId: first ? null : saved.viewId })}
          />
          {words.t("data.views.first")}
        </label>
        {saved.own ? (
          <Button
            kind="plain"
            disabled={remove.isPending}
            onClick={() => remove.mutate()}
            aria-label={words.t("data.views.removeNamed", { name: saved.name })}
          >
            {words.t("data.views.remove")}
          </Button>
        ) : null}
      </span>
      {remove.isError ? <FailureText error={remove.error} /> : null}
    </li>
  );
}

type Question = Required<Pick<SavedView, "filters" | "tier" | "sort" | "columns">>;

interface SaveFormProps {
  readonly current: SavedView | undefined;
  readonly question: Pick<SaveView, "filters" | "tier" | "sort" | "columns">;
  readonly saved: (viewId: string, question: Question & { name: string; shared: boolean }) => void;
}

function SaveForm({ current, question, saved }: SaveFormProps) {
  const words = useWords();
  const own = current?.own === true ? current : undefined;
  const [name, setName] = useState(own?.name ?? "");
  const [shared, setShared] = useState(own?.shared ?? false);
  const save = useMutation({
    mutationFn: (viewId: string | undefined) =>
      api.views.save.mutate({ ...question, name, shared, ...(viewId === undefined ? {} : { viewId }) }),
    onSuccess: ({ viewId }) => saved(viewId, { ...(question as Question), name, shared }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== "") save.mutate(own?.viewId);
  };
  return (
    <form onSubmit={submit} className="mt-3 grid gap-2">
      <TextField
        id="view-name"
        label={words.t("data.views.name")}
        help={words.t("data.views.name.help")}
        maxLength={60}
        autoComplete="off"
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <label className="flex min-h-6 items-center gap-2">
        <input type="checkbox" className="size-4" checked={shared} onChange={() => setShared(!shared)} />
        {words.t("data.views.share")}
      </label>
      <Refusal error={save.error} />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" kind="main" disabled={name.trim() === "" || save.isPending}>
          {words.t(own === undefined ? "data.views.save" : "data.views.change")}
        </Button>
        {own === undefined ? null : (
          <Button disabled={name.trim() === "" || save.isPending} onClick={() => save.mutate(undefined)}>
            {words.t("data.views.saveNew")}
          </Button>
        )}
      </div>
    </form>
  );
}
