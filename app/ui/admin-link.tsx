import { Link } from '@remix-run/react';
import type { AppProviderProps } from '@shopify/polaris';
import { forwardRef } from 'react';

type LinkLike = NonNullable<AppProviderProps['linkComponent']>;

/** Polaris' links go through Remix, except those that leave the app. */
export const AdminLink: LinkLike = forwardRef<
  HTMLAnchorElement,
  React.ComponentProps<Extract<LinkLike, React.FC>>
>(function AdminLink({ children, url = '', external, ref: _ref, ...rest }, ref) {
  const leaves = external || /^(https?:|mailto:|shopify:)/.test(url);
  if (leaves) {
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
}) as unknown as LinkLike;
