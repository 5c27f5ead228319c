import { type ActionFunctionArgs, json, type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { createContent, listContents } from '../../features/content/index.server.ts';
import { isTemplate } from '../../features/content/index.ts';
import { paths } from '../../paths.ts';
import { ContentList } from '../../ui/contents/content-list.tsx';
import contentsCss from '../../ui/contents/contents.css?url';
import { adminContext } from '../../wiring/context.server.ts';

export const links = () => [{ rel: 'stylesheet', href: contentsCss }];

export async function loader(args: LoaderFunctionArgs) {
  const { ctx } = await adminContext(args);
  const contents = await listContents(ctx);
  return json({
    timezone: ctx.shop.timezone,
    contents: contents.map(({ id, slot, version, publishedVersion, input, updatedAt }) => ({
      id,
      slot,
      name: input.name,
      languages: Object.keys(input.texts),
      isPublished: publishedVersion !== null,
      hasDraft: publishedVersion !== version,
      updatedAt: updatedAt.toISOString(),
    })),
  });
}

/** A form with `template`: begins a content and opens it. */
export async function action(args: ActionFunctionArgs) {
  const { ctx, t, by } = await adminContext(args);
  const template = String((await args.request.formData()).get('template') ?? '');
  if (!isTemplate(template)) throw new Response(null, { status: 400 });
  const { id } = await createContent(ctx, template, await by(), t(`contents:template.${template}`));
  return redirect(paths.content(id));
}

export default function Contents() {
  return <ContentList {...useLoaderData<typeof loader>()} />;
}
