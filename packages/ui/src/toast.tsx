"use client";

import { createContext, useCallback, useContext, useRef, useState, type ReactNode } from "react";
import * as Radix from "@radix-ui/react-toast";
import { CircleCheck, X } from "lucide-react";

export interface ToastMessage {
  title: ReactNode;
  description?: ReactNode;
  /** A way back, said in words for those who cannot reach it in time: `{ label: "Undo", onAction }`. */
  action?: { label: string; onAction: () => void };
}

const ToastContext = createContext<((message: ToastMessage) => void) | undefined>(undefined);

/**
 * Says that something was done. For confirmations only: errors stay where they happened, in an `Alert` or a `Field`.
 * @throws when no `ToastProvider` is above.
 */
export function useToast(): (message: ToastMessage) => void {
  const confirm = useContext(ToastContext);
  if (!confirm) throw new Error("useToast needs a ToastProvider above it.");
  return confirm;
}

/** Holds the confirmations; at most three are on screen. */
export function ToastProvider({ children, durationMs = 5000 }: { children: ReactNode; durationMs?: number }) {
  const [messages, setMessages] = useState<(ToastMessage & { id: number })[]>([]);
  const nextId = useRef(0);
  const confirm = useCallback((message: ToastMessage) => {
    const id = nextId.current++;
    setMessages((shown) => [...shown, { ...message, id }].slice(-3));
  }, []);
  const remove = (id: number) => setMessages((shown) => shown.filter((message) => message.id !== id));
  return (
    <ToastContext.Provider value={confirm}>
      <Radix.Provider duration={durationMs} swipeDirection="right">
        {children}
        {messages.map((message) => (
          <ToastView key={message.id} message={message} onGone={() => remove(message.id)} />
        ))}
        <Radix.Viewport className="fixed right-4 bottom-4 z-50 flex w-[min(360px,calc(100vw-2rem))] flex-col gap-2 outline-none" />
      </Radix.Provider>
    </ToastContext.Provider>
  );
}

function ToastView({ message, onGone }: { message: ToastMessage; onGone: () => void }) {
  return (
    <Radix.Root
      onOpenChange={(open) => {
        if (!open) onGone();
      }}
      className="flex animate-rise items-start gap-2.5 rounded-lg border border-line-strong bg-panel px-3.5 py-3 shadow-popover"
    >
      <CircleCheck aria-hidden="true" className="mt-[3px] size-4 shrink-0 text-good" />
      <div className="min-w-0 flex-1">
        <Radix.Title className="font-medium">{message.title}</Radix.Title>
        {message.description ? (
          <Radix.Description className="text-muted">{message.description}</Radix.Description>
        ) : null}
      </div>
      {message.action ? (
        <Radix.Action
          altText={message.action.label}
          onClick={message.action.onAction}
          className="shrink-0 rounded-sm px-1 font-medium text-accent-text hover:underline"
        >
          {message.action.label}
        </Radix.Action>
      ) : null}
      <Radix.Close
        aria-label="Dismiss"
        className="-mr-1 grid size-6 shrink-0 place-items-center rounded-sm text-muted hover:text-text"
      >
        <X aria-hidden="true" className="size-3.5" />
      </Radix.Close>
    </Radix.Root>
  );
}
