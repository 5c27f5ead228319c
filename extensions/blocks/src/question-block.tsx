import type { AcceptRequest, OfferCard, QuestionCard } from '@reprise/rules';
import { useState } from 'preact/hooks';
import { chosenIn, type FocusPlace, typedIn, useFocusPlace } from './fields.ts';
import { elementId } from './format.ts';
import type { Host } from './host.ts';
import { AnswerButtons, OfferBox } from './offer-box.tsx';
import { type BlockProps, problemOf, useFlow } from './offer-flow.ts';

const MAX_TEXT = 1000;
const MAX_OTHER = 200;

type Answer = NonNullable<AcceptRequest['answer']>;
interface Given {
  /** Ids of options, or the number on the scale as text. */
  readonly values: readonly string[];
  readonly text: string;
}

/** One question, answered with one click and "send"; every answer may be left out with "No thanks". */
export function QuestionBlock(props: BlockProps) {
  const { host, offer } = props;
  const flow = useFlow(props);
  const [given, setGiven] = useState<Given>({ values: [], text: '' });
  const field = useFocusPlace();
  const { question } = offer;
  if (!question) return null;

  const send = () => {
    const answer = answerOf(question, given);
    if (answer) {
      void flow.accept({ answer });
      return;
    }
    flow.complain(host.i18n.translate('question.missing'), 'answer');
    field.focus();
  };
  const part = {
    host,
    offer,
    question,
    given,
    problem: problemOf(flow, 'answer'),
    field,
    onGive: (more: Partial<Given>) => {
      setGiven((before) => ({ ...before, ...more }));
      flow.settle();
    },
  };
  return (
    <OfferBox {...props} flow={flow} fields={['answer']} thanks={question.thanks}>
      <s-form onSubmit={send}>
        <s-stack gap="base">
          {question.type === 'text' ? <Words {...part} /> : <Choices {...part} />}
          <AnswerButtons {...props} flow={flow} />
        </s-stack>
      </s-form>
    </OfferBox>
  );
}

/** What is sent; null while nothing has been answered. */
function answerOf(question: QuestionCard, { values, text }: Given): Answer | null {
  const words = text.trim();
  if (question.type === 'text') return words ? { text: words } : null;
  if (values.length === 0) return null;
  if (question.scale) return { scale: Number(values[0]) };
  const hasOther = question.otherId ? values.includes(question.otherId) : false;
  return { optionIds: values, ...(hasOther && words ? { text: words } : {}) };
}

interface PartProps {
  readonly host: Host;
  readonly offer: OfferCard;
  readonly question: QuestionCard;
  readonly given: Given;
  readonly problem: string;
  readonly field: FocusPlace;
  readonly onGive: (more: Partial<Given>) => void;
}

function Words({ offer, given, problem, field, onGive }: PartProps) {
  return (
    <s-text-area
      ref={field.hold}
      id={elementId('answer', offer.id)}
      label={offer.title}
      labelAccessibilityVisibility="exclusive"
      rows={3}
      maxLength={MAX_TEXT}
      value={given.text}
      error={problem}
      onInput={(event) => onGive({ text: typedIn(event) })}
      onChange={(event) => onGive({ text: typedIn(event) })}
    />
  );
}

function Choices({ host, offer, question, given, problem, field, onGive }: PartProps) {
  const { scale, otherId } = question;
  const { translate } = host.i18n;
  return (
    <s-stack gap="small">
      <s-choice-list
        // The heading asks the question; for a screen reader it is the name of the group too.
        label={offer.title}
        labelAccessibilityVisibility="exclusive"
        multiple={question.type === 'several'}
        variant={scale ? 'inline' : 'list'}
        error={problem}
        onChange={(event) => onGive({ values: chosenIn(event) })}
      >
        {(scale ? steps(scale.min, scale.max) : question.options).map(({ id, label }, at) => (
          <s-choice key={id} ref={at === 0 ? field.hold : null} value={id}>
            {label}
          </s-choice>
        ))}
      </s-choice-list>
      {scale && (scale.low || scale.high) && (
        <s-text color="subdued">
          {translate('question.scale', {
            min: scale.min,
            low: scale.low,
            max: scale.max,
            high: scale.high,
          })}
        </s-text>
      )}
      {otherId && given.values.includes(otherId) && (
        <s-text-field
          id={elementId('other', offer.id)}
          label={translate('question.other')}
          maxLength={MAX_OTHER}
          value={given.text}
          onInput={(event) => onGive({ text: typedIn(event) })}
          onChange={(event) => onGive({ text: typedIn(event) })}
        />
      )}
    </s-stack>
  );
}

function steps(min: number, max: number): readonly { readonly id: string; readonly label: string }[] {
  return Array.from({ length: max - min + 1 }, (_, at) => {
    const step = String(min + at);
    return { id: step, label: step };
  });
}
