import { actionParts } from './action-parts.ts';
import { fieldParts } from './field-parts.ts';
import { layoutParts } from './layout-parts.ts';
import { type Make, type Part, type Props, plain } from './part.ts';
import { textParts } from './text-parts.ts';

export type { Part, Props };

const parts: Record<string, Make> = { ...layoutParts, ...textParts, ...actionParts, ...fieldParts };

/** The names of the components that the page has. */
export const partNames: readonly string[] = Object.keys(parts);

/** The look-alike of a component. One that Shopify does not have is an empty box around its children. */
export function make(type: string, props: Props, depth: number): Part {
  return (Object.hasOwn(parts, type) ? (parts[type] as Make) : plain('div'))(props, depth);
}
