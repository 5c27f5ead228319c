import { useCallback } from 'react';

/** A short confirmation at the bottom of the Shopify admin (App Bridge); nothing where there is no App Bridge. */
export function useToast(): (message: string, options?: { isError?: boolean }) => void {
  return useCallback((message, options) => {
    const bridge = (globalThis as { shopify?: { toast?: { show(text: string, options?: object): void } } })
      .shopify;
    bridge?.toast?.show(message, options?.isError ? { isError: true } : {});
  }, []);
}
