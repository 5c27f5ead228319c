import { BuyerPage } from './buyer-page.tsx';

/** Words and state of the preference page; the route has put them together. */
export interface PreferencesPageProps {
  lang: string;
  shop: { name: string; url: string } | null;
  languages: { lang: string; name: string; href: string }[];
  heading: string;
  /** what the last press did, said first */
  status: string | null;
  text: string;
  /** null when there is nobody to choose for */
  form: PreferencesForm | null;
  toShop: string | null;
}

interface Choice {
  value: string;
  label: string;
  help?: string;
  isOn: boolean;
}

export interface PreferencesForm {
  topics: { legend: string; choices: Choice[] };
  pace: { legend: string; choices: Choice[] };
  channels: { legend: string; note: string; choices: Choice[] };
  locale: { label: string; value: string; choices: { value: string; label: string }[] };
  save: string;
  pause: { text: string; button: string; intent: 'pause' | 'resume' };
  stop: { text: string; button: string } | null;
}

/** What, how often, in which language, on which channel; pause; stop. Three plain forms: no script is needed. */
export function PreferencesCard(props: PreferencesPageProps) {
  const { form, lang } = props;
  return (
    <BuyerPage lang={lang} shop={props.shop} languages={props.languages}>
      <div className="prefs">
        <h1>{props.heading}</h1>
        {props.status ? (
          <p role="status" className="said">
            {props.status}
          </p>
        ) : null}
        <p>{props.text}</p>
        {form ? <Forms form={form} lang={lang} /> : null}
        {props.shop && props.toShop ? (
          <p style={{ marginTop: '1.5rem', marginBottom: 0 }}>
            <a href={props.shop.url}>{props.toShop}</a>
          </p>
        ) : null}
      </div>
    </BuyerPage>
  );
}

function Forms({ form, lang }: { form: PreferencesForm; lang: string }) {
  return (
    <>
      {/* A new answer of the server draws the form anew: what it says counts, not what was ticked before */}
      <form method="post" key={JSON.stringify(form)}>
        <input type="hidden" name="lang" value={lang} />
        <Choices name="topic" type="checkbox" {...form.topics} />
        <Choices name="pace" type="radio" {...form.pace} />
        <Choices name="channel" type="checkbox" {...form.channels} />
        <p className="field">
          <label htmlFor="locale">{form.locale.label}</label>
          <select id="locale" name="locale" defaultValue={form.locale.value}>
            {form.locale.choices.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        </p>
        <button type="submit" name="intent" value="save">
          {form.save}
        </button>
      </form>
      <Press lang={lang} {...form.pause} />
      {form.stop ? <Press lang={lang} {...form.stop} intent="stop" /> : null}
    </>
  );
}

function Choices({
  name,
  type,
  legend,
  note,
  choices,
}: {
  name: string;
  type: 'checkbox' | 'radio';
  legend: string;
  note?: string;
  choices: Choice[];
}) {
  return (
    <fieldset>
      <legend>{legend}</legend>
      {choices.map(({ value, label, help, isOn }) => (
        <label key={value} className="choice">
          <input type={type} name={name} value={value} defaultChecked={isOn} />
          <span>
            {label}
            {help ? <span className="muted choice-help">{help}</span> : null}
          </span>
        </label>
      ))}
      {note ? <p className="muted">{note}</p> : null}
    </fieldset>
  );
}

function Press({
  lang,
  text,
  button,
  intent,
}: {
  lang: string;
  text: string;
  button: string;
  intent: string;
}) {
  return (
    <form method="post" className="press">
      <input type="hidden" name="lang" value={lang} />
      <p>{text}</p>
      <button type="submit" name="intent" value={intent} className="quiet">
        {button}
      </button>
    </form>
  );
}
