import { Children, type ReactNode } from 'react';
import { linkTo } from './links.ts';
import { unfence } from './liquid.server.ts';

const pattern = /\*\*([^*\n]+)\*\*|\*([^*\n]+)\*|\[([^\]\n]+)\]\(([^()\s]+)\)/g;

/**
 * Draws the little Markdown that texts may have: **bold**, *italic* and [words](address). It reads the merchant's own signs
 * only: those of values are behind the fence, and React escapes the rest.
 */
export function inline(text: string, linkColor: string): ReactNode[] {
  const nodes: ReactNode[] = [];
  let at = 0;
  for (const match of text.matchAll(pattern)) {
    const [whole, bold, italic, words, address] = match;
    if (match.index > at) nodes.push(...lines(text.slice(at, match.index)));
    at = match.index + whole.length;
    const url = address ? linkTo(unfence(address)) : null;
    if (bold) nodes.push(<strong key="bold">{lines(bold)}</strong>);
    else if (italic) nodes.push(<em key="italic">{lines(italic)}</em>);
    else if (words && url) {
      nodes.push(
        <a key="link" href={url} className="link" style={{ color: linkColor }}>
          {lines(words)}
        </a>,
      );
    } else nodes.push(...lines(words ?? whole));
  }
  if (at < text.length) nodes.push(...lines(text.slice(at)));
  return keyed(nodes);
}

/** Gives each its place as key: what is drawn once never moves. */
export function keyed(nodes: ReactNode[]): ReactNode[] {
  return Children.toArray(nodes);
}

function lines(text: string): ReactNode[] {
  return unfence(text)
    .split('\n')
    .flatMap((line, at) => (at === 0 ? [line] : [<br key="line" />, line]));
}

/** A text as paragraphs: an empty line ends one. Nothing but white space is none. */
export function paragraphsOf(text: string): string[] {
  return text
    .split(/\n[ \t]*\n+/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** The same without signs: for subjects, alternative texts and SMS. */
export function plain(text: string): string {
  return unfence(
    text.replace(pattern, (whole, bold, italic, words, address) => {
      if (words) return address ? `${words} (${address})` : words;
      return bold ?? italic ?? whole;
    }),
  );
}
