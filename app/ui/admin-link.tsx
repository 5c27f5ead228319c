import { Link } from '@remix-run/react';
import type { AppProviderProps } from '@shopify/polaris';
import { type AnchorHTMLAttributes, forwardRef } from 'react';

type LinkProps = AnchorHTMLAttributes<HTMLAnchorElement> & { url?: string; external?: boolean };

/** Polaris' links go through Remix, except those that leave the app. */
export const AdminLink = forwardRef<HTMLAnchorElement, LinkProps>(function AdminLink(
  { children, url = '', external, ...rest },
  ref,
) {
  if (external || /^(https?:|mailto:|shopify:)/.test(url)) {
    return (
      <a
        href={url}
        {...(external ? { target: '_blank', rel: 'noopener noreferrer' } : {})}
        {...rest}
        ref={ref}
      >
        {children}
      </a>
    );
  }
  return (
    <Link to={url} {...rest} ref={ref}>
      {children}
    </Link>
  );
}) as NonNullable<AppProviderProps['linkComponent']>;
