import { type FormEvent, useState } from 'react';
import type { ConversationView, ParameterView } from '../../../../shared/api/views';
import { command } from '../../foundation/command';
import { useDesk } from '../../foundation/desk/context';
import type { Desk } from '../../foundation/desk/desk';
import { putAnswer } from '../../foundation/workspace/conversations';
import { Button, Icon, IconButton, Tooltip } from '../../ui';
import { focusAtOnce } from './focus-at-once';
import { InPlace } from './in-place';
import { useTexts } from './texts';

/** Sets one parameter; the empty text takes it away. */
async function saveParameter(
  desk: Desk,
  { id }: ConversationView,
  name: string,
  value: string,
): Promise<void> {
  const body = { parameters: { [name]: value === '' ? null : value } };
  const view = await command<ConversationView>(
    'POST',
    `/conversations/${encodeURIComponent(id)}/parameters`,
    body,
  );
  desk.store.take((workspace) => putAnswer(workspace, view));
}

function Locked({ source }: { source: string }) {
  const t = useTexts();
  const words = source === 'page' ? t('set_by_page') : t('set_by_source', { source });
  return (
    <Tooltip text={words}>
      <span className="t3 locked">
        <Icon name="lock" size="xs" label={words} />
      </span>
    </Tooltip>
  );
}

function Value({
  conversation,
  parameter,
  editable,
}: {
  conversation: ConversationView;
  parameter: ParameterView;
  editable: boolean;
}) {
  const t = useTexts();
  const desk = useDesk();
  const { name, value, read_only, source } = parameter;
  return editable && !read_only ? (
    <InPlace
      label={name}
      value={value}
      empty={t('not_known')}
      save={(next) => saveParameter(desk, conversation, name, next)}
    />
  ) : (
    <>
      <span className="parameter-value">{value}</span>
      {read_only && <Locked source={source} />}
    </>
  );
}

/** The address without what is the same for the whole site. */
function pathOf(url: string): string {
  const parsed = URL.parse(url);
  return parsed ? parsed.pathname + parsed.search : url;
}

function Page({ page }: { page: NonNullable<ConversationView['page']> }) {
  const t = useTexts();
  const safe = /^https?:\/\//i.test(page.url);
  const words = page.title ?? pathOf(page.url);
  return (
    <>
      <dt>{t('page')}</dt>
      <dd>
        {safe ? (
          <a
            className="ell"
            href={page.url}
            target="_blank"
            rel="noopener noreferrer nofollow"
            title={page.url}
          >
            {words}
          </a>
        ) : (
          <span className="ell">{words}</span>
        )}
        <Locked source="page" />
      </dd>
    </>
  );
}

function AddParameter({ conversation, onDone }: { conversation: ConversationView; onDone: () => void }) {
  const t = useTexts();
  const desk = useDesk();
  const [name, setName] = useState('');
  const [value, setValue] = useState('');
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);
  const add = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      await saveParameter(desk, conversation, name.trim(), value.trim());
      onDone();
    } catch {
      setFailed(true);
      setBusy(false);
    }
  };
  const ready = name.trim() !== '' && value.trim() !== '';
  return (
    <form className="add-parameter" onSubmit={add}>
      <input
        className="inp small"
        ref={focusAtOnce}
        aria-label={t('parameter_name')}
        placeholder={t('parameter_name')}
        maxLength={80}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <input
        className="inp small"
        aria-label={t('parameter_value')}
        placeholder={t('parameter_value')}
        maxLength={2000}
        value={value}
        onChange={(event) => setValue(event.target.value)}
      />
      {failed && <p className="sm err">{t('not_saved')}</p>}
      <div className="row">
        <Button size="s" type="button" onClick={onDone}>
          {t('cancel')}
        </Button>
        <Button
          size="s"
          look="primary"
          type="submit"
          busy={busy && t('saving')}
          disabledBecause={!ready && t('parameter_incomplete')}
        >
          {t('add')}
        </Button>
      </div>
    </form>
  );
}

/** What is known about this conversation; what came from outside is not for operators to change. */
export function Parameters({
  conversation,
  editable,
}: {
  conversation: ConversationView;
  editable: boolean;
}) {
  const t = useTexts();
  const [adding, setAdding] = useState(false);
  const { parameters, page } = conversation;
  return (
    <section className="sect" aria-label={t('parameters')}>
      <div className="h">
        <h3 className="grow">{t('parameters')}</h3>
        {editable && (
          <IconButton
            icon="plus"
            iconSize="s"
            size="s"
            label={t('add_parameter')}
            onClick={() => setAdding(true)}
          />
        )}
      </div>
      <dl className="kv">
        {page && <Page page={page} />}
        {parameters.map((parameter) => (
          <Row key={parameter.name} conversation={conversation} parameter={parameter} editable={editable} />
        ))}
      </dl>
      {parameters.length === 0 && !page && !adding && <p className="t3">{t('no_parameters')}</p>}
      {adding && <AddParameter conversation={conversation} onDone={() => setAdding(false)} />}
    </section>
  );
}

function Row(props: { conversation: ConversationView; parameter: ParameterView; editable: boolean }) {
  return (
    <>
      <dt className="ell" title={props.parameter.name}>
        {props.parameter.name}
      </dt>
      <dd>
        <Value {...props} />
      </dd>
    </>
  );
}
