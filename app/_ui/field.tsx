"use client";
import type { InputHTMLAttributes, ReactNode, SelectHTMLAttributes } from "react";
import { useFault } from "./form-faults.tsx";

const BOX =
  "block w-full min-w-0 rounded-md border border-edge bg-sheet px-[9px] py-1.5 text-ink min-h-8 aria-invalid:border-brick";

interface FieldProps {
  id: string;
  label: string;
  help?: ReactNode;
  fault?: ReactNode;
  /** The sentence for what does not fit the field's pattern. */
  wrong?: string;
}

export function TextField(props: FieldProps & InputHTMLAttributes<HTMLInputElement>) {
  const { id, label, help, fault: given, wrong, className = "", ...rest } = props;
  const fault = useFault(rest.name, given);
  return (
    <Labelled id={id} label={label} help={help} fault={fault}>
      <input id={id} className={`${BOX} ${className}`} {...spoken(id, help, fault, wrong)} {...rest} />
    </Labelled>
  );
}

export function SelectField(props: FieldProps & SelectHTMLAttributes<HTMLSelectElement>) {
  const { id, label, help, fault: given, wrong, children, className = "", ...rest } = props;
  const fault = useFault(rest.name, given);
  return (
    <Labelled id={id} label={label} help={help} fault={fault}>
      <select id={id} className={`${BOX} ${className}`} {...spoken(id, help, fault, wrong)} {...rest}>
        {children}
      </select>
    </Labelled>
  );
}

/** A box to tick, its label beside it. */
export function CheckField(props: Omit<FieldProps, "wrong"> & InputHTMLAttributes<HTMLInputElement>) {
  const { id, label, help, fault: given, ...rest } = props;
  const fault = useFault(rest.name, given);
  return (
    <div className="grid min-h-6 grid-cols-[auto_1fr] gap-x-2">
      <input id={id} type="checkbox" className="mt-0.5 size-4" {...spoken(id, help, fault)} {...rest} />
      <label htmlFor={id}>{label}</label>
      <div className="col-start-2">
        <Notes id={id} help={help} fault={fault} />
      </div>
    </div>
  );
}

function Labelled(props: { id: string; label: string; help: ReactNode; fault: ReactNode; children: ReactNode }) {
  return (
    <div className="grid min-w-0 content-start gap-1">
      <label htmlFor={props.id} className="text-[12px] font-semibold text-ink-2">
        {props.label}
      </label>
      {props.children}
      <Notes id={props.id} help={props.help} fault={props.fault} />
    </div>
  );
}

function Notes({ id, help, fault }: { id: string; help: ReactNode; fault: ReactNode }) {
  return (
    <>
      {help ? (
        <p id={`${id}-help`} className="text-[12.5px] text-ink-2">
          {help}
        </p>
      ) : null}
      {fault ? (
        <p id={`${id}-fault`} className="text-[12.5px] font-medium text-brick" role="alert">
          {fault}
        </p>
      ) : null}
    </>
  );
}

function spoken(id: string, help: ReactNode, fault: ReactNode, wrong?: string) {
  const parts = [help ? `${id}-help` : "", fault ? `${id}-fault` : ""].filter(Boolean);
  return {
    "aria-invalid": fault ? true : undefined,
    "aria-describedby": parts.length > 0 ? parts.join(" ") : undefined,
    "data-wrong": wrong,
  };
}
