import type { InputHTMLAttributes, ReactNode, SelectHTMLAttributes } from "react";

const BOX =
  "block w-full min-w-0 rounded-md border border-edge bg-sheet px-[9px] py-1.5 text-ink min-h-8 aria-invalid:border-brick";

interface FieldProps {
  id: string;
  label: string;
  help?: ReactNode;
  fault?: string | null;
}

export function TextField({
  id,
  label,
  help,
  fault,
  className = "",
  ...rest
}: FieldProps & InputHTMLAttributes<HTMLInputElement>) {
  return (
    <Labelled id={id} label={label} help={help} fault={fault ?? null}>
      <input
        id={id}
        className={`${BOX} ${className}`}
        aria-invalid={fault ? true : undefined}
        aria-describedby={describedBy(id, help, fault)}
        {...rest}
      />
    </Labelled>
  );
}

export function SelectField({
  id,
  label,
  help,
  fault,
  children,
  className = "",
  ...rest
}: FieldProps & SelectHTMLAttributes<HTMLSelectElement>) {
  return (
    <Labelled id={id} label={label} help={help} fault={fault ?? null}>
      <select
        id={id}
        className={`${BOX} ${className}`}
        aria-invalid={fault ? true : undefined}
        aria-describedby={describedBy(id, help, fault)}
        {...rest}
      >
        {children}
      </select>
    </Labelled>
  );
}

function Labelled(props: { id: string; label: string; help: ReactNode; fault: string | null; children: ReactNode }) {
  return (
    <div className="grid min-w-0 gap-1">
      <label htmlFor={props.id} className="text-[12px] font-semibold text-ink-2">
        {props.label}
      </label>
      {props.children}
      {props.help ? (
        <p id={`${props.id}-help`} className="text-[12.5px] text-ink-2">
          {props.help}
        </p>
      ) : null}
      {props.fault ? (
        <p id={`${props.id}-fault`} className="text-[12.5px] font-medium text-brick" role="alert">
          {props.fault}
        </p>
      ) : null}
    </div>
  );
}

function describedBy(id: string, help: ReactNode, fault: string | null | undefined): string | undefined {
  const parts = [help ? `${id}-help` : "", fault ? `${id}-fault` : ""].filter(Boolean);
  return parts.length > 0 ? parts.join(" ") : undefined;
}
