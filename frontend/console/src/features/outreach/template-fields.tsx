import { useId } from 'react';
import type { Page } from '../../../../shared/api/views';
import { AnswerPane, useAnswer } from '../../shell';
import { SelectField, TextField } from '../../ui';
import { type ApprovedView, piecesOf, type Values } from './approved';
import { useTexts } from './texts';

interface Props {
  channelId: string;
  template: ApprovedView | null;
  values: Values;
  fault: string | undefined;
  faults: Values;
  onChoose: (template: ApprovedView | null) => void;
  onFill: (values: Values) => void;
}

const MARKS = { words: undefined, filled: 'filled-in', missing: 'to-fill-in' } as const;

function Preview({ template, values }: { template: ApprovedView; values: Values }) {
  const t = useTexts();
  const name = useId();
  return (
    <section className="template-preview" aria-labelledby={name}>
      <h3 id={name} className="sm t3">
        {t('preview')}
      </h3>
      <p className="said" lang={template.language}>
        {piecesOf(template, values).map(({ text, kind }, place) => {
          const key = `${place}`;
          return (
            <span key={key} className={MARKS[kind]}>
              {text}
            </span>
          );
        })}
      </p>
    </section>
  );
}

/** One of the channel's approved templates, what stands in its places, and how the client will read it. */
export function TemplateFields({ channelId, template, values, fault, faults, onChoose, onFill }: Props) {
  const t = useTexts();
  const approved = useAnswer<Page<ApprovedView>>(`/channels/${encodeURIComponent(channelId)}/templates`);
  return (
    <AnswerPane of={approved}>
      {({ items }) => (
        <>
          <SelectField
            label={t('template')}
            hint={items.length === 0 ? t('no_templates') : t('template_hint')}
            error={template?.unusable ?? fault}
            options={[
              { value: '', label: t('choose_template') },
              ...items.map(({ id, name, language }) => ({
                value: id,
                label: `${name} (${language.toUpperCase()})`,
              })),
            ]}
            value={template?.id ?? ''}
            onChange={(id) => onChoose(items.find((each) => each.id === id) ?? null)}
          />
          {template && !template.unusable && template.parameters.length > 0 && (
            <div className="template-places">
              {template.parameters.map((name) => (
                <TextField
                  key={name}
                  label={name}
                  error={faults[name]}
                  maxLength={1024}
                  autoComplete="off"
                  value={values[name] ?? ''}
                  onChange={(typed) => onFill({ ...values, [name]: typed })}
                />
              ))}
            </div>
          )}
          {template && <Preview template={template} values={values} />}
        </>
      )}
    </AnswerPane>
  );
}
