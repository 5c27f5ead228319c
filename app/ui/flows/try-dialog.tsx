import { useFetcher } from '@remix-run/react';
import { Banner, BlockStack, Button, InlineStack, Modal, Text, TextField } from '@shopify/polaris';
import { useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FlowDraft } from './flow-draft.ts';

/** What would happen to a person, in words. */
export interface TryAnswer {
  kind: 'told' | 'unknown' | 'started' | 'refused';
  /** why they do not enter, or that they do */
  entry: string;
  isEntering: boolean;
  steps: { id: string; when: string; title: string; words: string }[];
  end: string | null;
}

export interface FoundPerson {
  id: string;
  name: string;
  about: string;
}

interface Props {
  isOpen: boolean;
  onClose(): void;
  draft: FlowDraft;
  isDirty: boolean;
  /** it lets people in, so one may be sent through for real */
  canStart: boolean;
  urls: { people: string; try: string };
}

/** What would happen to one person and when, from the draft as it stands. Nothing is sent. */
export function TryDialog({ isOpen, onClose, draft, isDirty, canStart, urls }: Props) {
  const { t } = useTranslation();
  const people = useFetcher<{ people: FoundPerson[] }>();
  const answer = useFetcher<TryAnswer>();
  const [search, setSearch] = useState('');
  const [chosen, setChosen] = useState<FoundPerson | null>(null);
  // A click that is sent twice must not start it twice.
  const [session] = useState(() => Math.random().toString(36).slice(2));
  const [attempt, setAttempt] = useState(0);
  const formId = useId();
  const { load } = people;
  useEffect(() => {
    if (isOpen) load(urls.people);
  }, [isOpen, load, urls.people]);
  const ask = (person: FoundPerson, action: 'try' | 'start') => {
    setChosen(person);
    const body = {
      action,
      personId: person.id,
      key: `${session}${attempt}`,
      ...(isDirty && action === 'try' ? { definition: draft.definition, contents: draft.contents } : {}),
    };
    if (action === 'start') setAttempt(attempt + 1);
    answer.submit(JSON.parse(JSON.stringify(body)), {
      method: 'post',
      action: urls.try,
      encType: 'application/json',
    });
  };
  const told = chosen && answer.data?.kind !== 'unknown' ? answer.data : null;
  return (
    <Modal open={isOpen} onClose={onClose} title={t('flow-pages:try.title')}>
      <Modal.Section>
        <BlockStack gap="400">
          <Text as="p" tone="subdued">
            {t('flow-pages:try.text')}
          </Text>
          <form
            id={formId}
            onSubmit={(event) => {
              event.preventDefault();
              load(`${urls.people}?q=${encodeURIComponent(search.trim())}`);
            }}
          >
            <TextField
              label={t('flow-pages:try.search')}
              value={search}
              onChange={setSearch}
              autoComplete="off"
              connectedRight={<Button submit>{t('flow-pages:try.look')}</Button>}
            />
          </form>
          {people.data?.people.length === 0 ? (
            <Text as="p" tone="subdued">
              {t('flow-pages:try.nobody')}
            </Text>
          ) : null}
          <ul className="flow-people" aria-label={t('flow-pages:try.people')}>
            {(people.data?.people ?? []).map((person) => (
              <li key={person.id}>
                <button
                  type="button"
                  className="flow-people__one"
                  aria-pressed={chosen?.id === person.id}
                  onClick={() => ask(person, 'try')}
                >
                  <span>{person.name}</span>
                  <span className="flow-people__about">{person.about}</span>
                </button>
              </li>
            ))}
          </ul>
        </BlockStack>
      </Modal.Section>
      {told ? (
        <Modal.Section>
          <div aria-live="polite">
            <BlockStack gap="300">
              <Text as="h3" variant="headingSm">
                {t('flow-pages:try.for', { name: chosen?.name ?? '' })}
              </Text>
              <Banner tone={told.kind === 'started' ? 'success' : told.isEntering ? 'info' : 'warning'}>
                {told.entry}
              </Banner>
              {told.steps.length > 0 ? (
                <ol className="flow-told">
                  {told.steps.map(({ id, when, title, words }) => (
                    <li key={id}>
                      <span className="flow-told__when">{when}</span>
                      <span>
                        <strong>{title}</strong>
                        {words ? `: ${words}` : ''}
                      </span>
                    </li>
                  ))}
                </ol>
              ) : null}
              {told.end ? <Text as="p">{told.end}</Text> : null}
              {canStart && told.kind === 'told' && told.isEntering && chosen ? (
                <BlockStack gap="100">
                  <InlineStack>
                    <Button onClick={() => ask(chosen, 'start')}>{t('flow-pages:try.start')}</Button>
                  </InlineStack>
                  <Text as="p" tone="subdued" variant="bodySm">
                    {t('flow-pages:try.startHelp')}
                  </Text>
                </BlockStack>
              ) : null}
            </BlockStack>
          </div>
        </Modal.Section>
      ) : null}
    </Modal>
  );
}
