import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useToast } from '../use-toast.ts';

/** Saves a CSV file of the app under a name; says so when it cannot be had. */
export function useCsv(path: string, name: string): { isBusy: boolean; save(): void } {
  const { t } = useTranslation();
  const toast = useToast();
  const [isBusy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    try {
      // Fetched, not linked: App Bridge adds the session token to fetch only.
      const response = await fetch(path);
      if (!response.ok) throw new Error(String(response.status));
      const url = URL.createObjectURL(await response.blob());
      const link = document.createElement('a');
      link.href = url;
      link.download = name;
      link.click();
      URL.revokeObjectURL(url);
    } catch {
      toast(t('results:csv.failed'), { isError: true });
    } finally {
      setBusy(false);
    }
  };
  return { isBusy, save: () => void save() };
}
