import { useEffect, useRef } from 'react';

/** The field that gets the focus after an error, by step. */
const FIELD_OF_ERROR: Readonly<Record<string, string>> = {
  signIn: 'input[name=password]',
  signUp: 'input[name=email]',
  forgotPassword: 'input[name=username]',
};

/** Restores the focus after a form was sent. While it is sent, its fields are disabled and lose the focus. */
export function useKeptFocus(route: string, error: string | undefined, isPending: boolean): void {
  const last = useRef<HTMLElement>(undefined);
  const pendingAt = useRef<string>(undefined);
  useEffect(() => {
    const onFocusIn = ({ target }: FocusEvent) => {
      if (target instanceof HTMLElement) last.current = target;
    };
    document.addEventListener('focusin', onFocusIn);
    return () => document.removeEventListener('focusin', onFocusIn);
  }, []);

  useEffect(() => {
    if (isPending) {
      pendingAt.current = route;
      return undefined;
    }
    const wasPendingHere = pendingAt.current === route;
    pendingAt.current = undefined;
    if (!wasPendingHere) return undefined;
    // Waits until the fields are enabled again.
    const timer = setTimeout(() => {
      const code = document.querySelector<HTMLInputElement>('input[name=confirmation_code]');
      const faulty = error === undefined ? null : document.querySelector<HTMLInputElement>(FIELD_OF_ERROR[route] ?? 'input[name=confirmation_code]');
      (code ?? faulty ?? last.current)?.focus();
      code?.select();
    });
    return () => clearTimeout(timer);
  }, [route, error, isPending]);
}
